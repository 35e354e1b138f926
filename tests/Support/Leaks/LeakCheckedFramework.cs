// xunit has nothing that runs after all tests of an assembly, so this framework adds it:
//
//      the run enters its folders  ->  all collections, as ever  ->  those marked [RunsLast]  ->  the check
//
// [RunsLast] is for a test that asserts the same, so that it is counted and named. A run that a filter has taken it from is
// checked all the same: what is left then fails the run, as an error of the assembly.

using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Workbook.Tests.Support.Leaks;

/// <summary>xunit's framework, and at the end of the run a look at what is left.</summary>
public sealed class LeakCheckedFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    /// <summary>For what has been told to end and is on its way out. Not for what will end by itself some day.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The check of this run.</summary>
    internal static LeakCheck Current { get; private set; } = null!;

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink,
                ITestFrameworkExecutionOptions executionOptions)
        {
            var check = new LeakCheck(); // the runner disposes of it
            check.Enter();
            Current = check;
            using var runner = new LeakCheckedRunner(
                check, Patience, TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }
}
