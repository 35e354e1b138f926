using System.Diagnostics;
using System.Reflection;
using Workbook.Tests.Support.Leaks;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Workbook.Ipc.Tests.Leaks;

public class LeakCheckTests
{
    [SkippableFact]
    public async Task A_run_whose_tests_pass_but_leave_things_behind_fails_and_names_them()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the check reads /proc");
        using var check = new LeakCheck();
        LeavesThingsBehind.Run = check;

        var messages = await Run(typeof(LeavesThingsBehind), check);

        Assert.Equal(4, messages.OfType<ITestPassed>().Count());
        Assert.Empty(messages.OfType<ITestFailed>());
        var failure = string.Concat(Assert.Single(messages.OfType<ITestAssemblyCleanupFailure>()).Messages);
        LeavesThingsBehind.Forgotten!.Dispose();
        Assert.Matches(@"process \d+, state \w, child of \d+: sleep 77", failure);
        Assert.Contains($"file {check.Traces.TempFolder}/CoreFxPipe_forgotten", failure);
        Assert.Contains($"file {check.Traces.SharedFolder}/workbook-0/seats.region", failure);
        Assert.Matches(@"descriptor \d+: pipe:", failure);
    }

    [SkippableFact]
    public void A_zombie_is_a_process_that_is_left()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the check reads /proc");
        using var check = new LeakCheck();
        // The shell becomes a program that never reaps, with a child that ends at once: a zombie among our descendants.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "true & exec sleep 77"]);
        using var process = Process.Start(start)!;
        var zombie = $", state Z, child of {process.Id}:";
        Assert.True(SpinWait.SpinUntil(() => check.Find(TimeSpan.Zero).Any(line => line.Contains(zombie)), 30_000));
        process.Kill();
        process.WaitForExit();
    }

    [SkippableFact]
    public void An_open_descriptor_is_named_until_it_is_closed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the check reads /proc");
        using var check = new LeakCheck();
        var path = Path.Combine(check.Traces.TempFolder, "open");
        using (File.Create(path))
        {
            Assert.Contains(check.Find(TimeSpan.Zero), line => line.StartsWith("descriptor ", StringComparison.Ordinal)
                && line.EndsWith(path, StringComparison.Ordinal));
        }
        File.Delete(path);
        Assert.DoesNotContain(check.Find(TimeSpan.Zero), line => line.Contains(path));
    }

    // A whole run in this process: what the runner of this assembly does, on one class.
    private static async Task<IReadOnlyList<IMessageSinkMessage>> Run(Type tests, LeakCheck check)
    {
        var assembly = new ReflectionAssemblyInfo(Assembly.GetExecutingAssembly());
        using var framework = new XunitTestFramework(new NullMessageSink());
        using var discoverer = framework.GetDiscoverer(assembly);
        using var sink = new Collected();
        discoverer.Find(tests.FullName, includeSourceInformation: false, sink, new Defaults());
        Assert.True(sink.Discovered.Wait(TimeSpan.FromSeconds(30)));
        var cases = sink.Messages.OfType<ITestCaseDiscoveryMessage>().Select(found => (IXunitTestCase)found.TestCase).ToList();
        using var runner = new LeakCheckedRunner(
            check, TimeSpan.Zero, new TestAssembly(assembly), cases, new NullMessageSink(), sink, new Defaults());
        await runner.RunAsync();
        return sink.Messages;
    }

    private sealed class Collected : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        private readonly List<IMessageSinkMessage> _messages = []; // its own lock guards it

        public ManualResetEventSlim Discovered { get; } = new();

        public IReadOnlyList<IMessageSinkMessage> Messages { get { lock (_messages) return [.. _messages]; } }

        public bool OnMessage(IMessageSinkMessage message)
        {
            lock (_messages) _messages.Add(message);
            if (message is IDiscoveryCompleteMessage) Discovered.Set();
            return true;
        }

        public void Dispose() => Discovered.Dispose();
    }

    private sealed class Defaults : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException();
    }
}
