using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class ChildProcessTests : ChildProcessContract
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private protected override bool IsPortable => false;

    [Fact]
    public void A_child_gets_no_descriptor_but_its_own()
    {
        var (reader, writer) = Libc.Pipe();
        using (reader)
        using (writer)
        {
            Libc.Check(Libc.fcntl((int)writer.DangerousGetHandle(), Libc.SetDescriptorFlags, 0), "fcntl"); // by mistake
            var here = File.ResolveLinkTarget($"/proc/self/fd/{writer.DangerousGetHandle()}", returnFinalTarget: false)!.Name;
            using var child = ChildProcess.Start(ChildPrograms.Descriptors);
            var there = child.Result();
            Assert.StartsWith("pipe:", here);
            Assert.DoesNotContain(here, there);
        }
    }

    [Fact]
    public void A_start_that_fails_half_way_leaves_nothing_behind()
    {
        using var child = ChildProcess.Start(ChildPrograms.StartWithFewDescriptors);
        var (failures, descriptors, processes) = child.Result();
        Assert.InRange(failures, 5, 40); // sockets, pipes, copies of descriptors: each was the one too many once
        Assert.Equal(0, descriptors);
        Assert.Equal(0, processes);
    }

    [Fact]
    public void While_SIGCHLD_is_ignored_the_end_of_a_child_is_noticed_and_nobody_knows_how_it_ended()
    {
        using var child = ChildProcess.Start(HaveChildrenWhileIgnoringSigchld);
        Assert.Equal(("exit code unknown", int.MinValue, true), child.Result());
    }

    [Fact]
    public void A_sentinel_is_waited_for_together_with_connections()
    {
        var (ours, theirs) = DuplexPipe.Create();
        using (ours)
        {
            using var child = ChildProcess.Start(Echo, theirs);
            theirs.Dispose();
            Assert.Empty(Connection.Wait([ours, child.Sentinel], TimeSpan.Zero));
            ours.Send("hello");
            Assert.Equal([ours], Connection.Wait([ours, child.Sentinel], _bound));
            Assert.Equal("hello", ours.Receive<string>());
            child.Kill();
            Connection[] both = [ours, child.Sentinel]; // the stream may end before the process
            while (!Connection.Wait(both, _bound).Contains(child.Sentinel)) { }
            Assert.True(child.Join(TimeSpan.Zero));
        }
    }

    [Fact]
    public void A_function_may_be_generic_or_a_lambda_that_captures_nothing()
    {
        using var generic = ChildProcess.Start(Describe<List<int>>, 3);
        using var inGeneric = ChildProcess.Start(Box<string>.Describe);
        using var lambda = ChildProcess.Start((int a, int b) => a * b, 6, 7);
        Assert.Equal("List`1 3", generic.Result());
        Assert.Equal("String", inGeneric.Result());
        Assert.Equal(42, lambda.Result());
    }

    [Fact]
    public void What_cannot_be_called_over_there_is_refused_with_the_reason()
    {
        var here = 1;
        string Refusal(Action function) => Assert.Throws<ArgumentException>(() => ChildProcess.Create(function)).Message;
        Assert.Contains("captures", Refusal(() => Console.WriteLine(here)));
        Assert.Contains("method of an object", Refusal(new MemoryStream().Flush));
        Assert.Contains("several", Refusal((Action)ChildPrograms.Nothing + ChildPrograms.Nothing));
        Assert.Contains("async void", Refusal(NobodyWaits));
        Assert.Contains("ValueTask", Assert.Throws<ArgumentException>(() => ChildProcess.Create(Valued)).Message);
        Assert.Throws<ArgumentNullException>(() => ChildProcess.Create((Action)null!));
    }

    [Fact]
    public void An_argument_that_cannot_travel_is_named_and_the_child_can_be_started_no_better()
    {
        using var child = ChildProcess.Create(Swallow, new MemoryStream());
        Assert.Contains("'stream'", Assert.Throws<NotSupportedException>(child.Start).Message);
        Assert.Equal(0, child.Id);
        Assert.Throws<NotSupportedException>(child.Start); // not "was started before"
    }

    [Fact]
    public void A_result_that_cannot_travel_is_a_failure()
    {
        using var child = ChildProcess.Start(MakeStream, Options with { Error = StreamTarget.Null });
        Assert.True(Assert.Throws<RemoteException>(() => child.Result()).Is<NotSupportedException>());
        Assert.NotSame(Catch(child), Catch(child)); // each caller's own: two throws would mix up their stacks

        static RemoteException Catch(ChildProcess<Stream> child) => Assert.Throws<RemoteException>(() => child.Result());
    }

    [Fact]
    public void A_child_runs_code_of_another_folder_and_finds_what_that_needs()
    {
        using var directory = new TemporaryDirectory();
        var needed = MakeAssembly("Needed", directory.File("Needed.dll"), body => body.Emit(OpCodes.Ldc_I4, 42));
        var context = new AssemblyLoadContext("elsewhere", isCollectible: true);
        var answer = context.LoadFromAssemblyPath(needed).GetType("Program")!.GetMethod("Answer")!;
        var program = MakeAssembly("Elsewhere", directory.File("Elsewhere.dll"), body => body.Emit(OpCodes.Call, answer));
        var function = context.LoadFromAssemblyPath(program).GetType("Program")!.GetMethod("Answer")!.CreateDelegate<Func<int>>();

        using var child = ChildProcess.Start(function);
        Assert.Equal(42, child.Result());
        context.Unload();
    }

    [Fact]
    public void The_host_alone_says_what_it_is()
    {
        using var host = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(DotNet.Path, [DotNet.ChildHost])
        {
            RedirectStandardError = true,
        })!;
        Assert.Contains("is a library", host.StandardError.ReadToEnd());
        Assert.True(host.WaitForExit(_bound));
        Assert.Equal(2, host.ExitCode);
    }

    [Fact]
    public void The_debugger_shows_its_state()
    {
        using var child = ChildProcess.Create(ChildPrograms.Nothing, new ChildOptions { Name = "ann" });
        var display = typeof(ChildProcess).GetProperty("Display", BindingFlags.Instance | BindingFlags.NonPublic)!;
        string Shown() => (string)display.GetValue(child)!;
        Assert.Equal("not started", Shown());
        child.Start();
        Assert.StartsWith($"process {child.Id} ", Shown());
        child.Join();
        Assert.Equal($"process {child.Id} ended, exit code 0", Shown());
    }

    private static (string Exit, int? Code, bool IsToldByRun) HaveChildrenWhileIgnoringSigchld()
    {
        using var ignored = Signals.Ignore(Signal.SIGCHLD);
        using var child = ChildProcess.Start(ChildPrograms.Sleep);
        child.Kill();
        child.Terminate(); // no error, wherever it is by now
        child.Join();
        child.Kill();
        child.KillTree();
        var refusal = Assert.Throws<InvalidOperationException>(() => Subprocess.Run(new Command("true")));
        return (child.Exit.ToString()!, child.ExitCode, refusal.Message.Contains("ignores SIGCHLD"));
    }

    private static string MakeAssembly(string name, string path, Action<ILGenerator> load)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(name).DefineType("Program", TypeAttributes.Public);
        var method = type.DefineMethod("Answer", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []);
        var body = method.GetILGenerator();
        load(body);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(path);
        return path;
    }

    private static void Echo(Connection connection)
    {
        connection.Send(connection.Receive<string>());
        connection.Receive<string>();
    }

    private static string Describe<T>(int number) => $"{typeof(T).Name} {number}";

    private static void Swallow(Stream stream) => stream.Dispose();

    private static Stream MakeStream() => new MemoryStream();

    private static async void NobodyWaits() => await Task.Yield();

    private static async ValueTask Valued() => await Task.Yield();

    private static class Box<T>
    {
        public static string Describe() => typeof(T).Name;
    }
}
