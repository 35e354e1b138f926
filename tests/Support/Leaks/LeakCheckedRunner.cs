using Xunit.Abstractions;
using Xunit.Sdk;

namespace Workbook.Tests.Support.Leaks;

/// <summary>Runs the test cases of an assembly, those of <see cref="RunsLastAttribute"/> after the others, and fails the run if
/// something is left that none of them has told.</summary>
internal sealed class LeakCheckedRunner(LeakCheck check, TimeSpan patience, ITestAssembly assembly,
    IEnumerable<IXunitTestCase> cases,
    IMessageSink diagnostics, IMessageSink messages, ITestFrameworkExecutionOptions options)
    : XunitTestAssemblyRunner(assembly, cases, diagnostics, messages, options)
{
    private bool _hasBeenTold;

    protected override async Task<RunSummary> RunTestCollectionsAsync(IMessageBus messageBus,
        CancellationTokenSource cancellationTokenSource)
    {
        var all = TestCases.ToList();
        var last = all.Where(RunsLast).ToList();
        TestCases = all.Except(last);
        var summary = await base.RunTestCollectionsAsync(messageBus, cancellationTokenSource);
        TestCases = last;
        if (last.Count > 0) summary.Aggregate(await base.RunTestCollectionsAsync(messageBus, cancellationTokenSource));
        TestCases = all;
        _hasBeenTold = last.Count > 0;
        return summary;
    }

    protected override async Task BeforeTestAssemblyFinishedAsync()
    {
        await base.BeforeTestAssemblyFinishedAsync();
        if (!_hasBeenTold) Aggregator.Run(() => check.AssertNothingLeft(patience));
        check.Dispose(); // here: once the end is told, the host of the tests may end this process at any moment
    }

    private static bool RunsLast(IXunitTestCase testCase) =>
        testCase.TestMethod.TestClass.Class.GetCustomAttributes(typeof(RunsLastAttribute)).Any();
}
