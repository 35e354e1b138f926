using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public sealed class RegisteredWaitTests
{
    [Fact]
    public void A_signal_that_was_taken_is_told_although_the_wait_is_unregistered_meanwhile()
    {
        var verdict = Explored.Test("""
            public static void Test()
            {
                int calls = 0;
                AutoResetEvent signal = new(false);
                ManualResetEvent over = new(false);
                var wait = ThreadPool.RegisterWaitForSingleObject(
                    signal, (_, _) => Interlocked.Increment(ref calls), null, -1, true);
                Thread setter = new(() => signal.Set());
                setter.Start();
                wait.Unregister(over);
                setter.Join();
                over.WaitOne();
                if (calls == 0 && !signal.WaitOne(0)) throw new InvalidTimeZoneException("the signal is gone");
            }
            """);
        Assert.True(verdict.Strength == Strength.Proved, $"{verdict}");
    }
}
