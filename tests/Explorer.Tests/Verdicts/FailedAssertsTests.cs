using System.Diagnostics;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Verdicts;

public sealed class FailedAssertsTests
{
    [Fact]
    public void A_failed_assert_of_the_program_is_a_failure_with_a_schedule()
    {
        var verdict = Explore.Test(() =>
        {
            var turns = 0;
            var other = new Thread(() => Interlocked.Increment(ref turns));
            other.Start();
            Trace.Assert(Volatile.Read(ref turns) == 0, "I7"); // as Debug.Assert does, but in a Release build too
            other.Join();
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
        Assert.Contains("I7", verdict.Failure.Message);
    }
}
