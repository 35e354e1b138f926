using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class OutputTests
{
    [Fact]
    public void What_a_test_prints_is_told_of_the_schedule_that_fails_and_of_no_other()
    {
        var verdict = Explore.Test(() =>
        {
            var x = 0;
            Thread a = new(() => x++), b = new(() => x++);
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Console.WriteLine($"x is {x}");
            Console.Error.Write("mistake ");
            Console.WriteLine("{0} {1}", x, "more");
            Assert.Equal(2, x);
        });
        Assert.Equal($"x is 1{Environment.NewLine}mistake 1 more{Environment.NewLine}", verdict.Output);
    }

    [Fact]
    public void Nothing_is_told_where_nothing_fails() => Assert.Equal("", Explore.Test(() => Console.WriteLine("quiet")).Output);

    private sealed class Guarded
    {
        private readonly object _lock = new();

        public override string ToString()
        {
            lock (_lock) return "guarded";
        }
    }

    [Fact]
    public void Text_that_is_made_under_a_lock_may_be_printed_by_two()
    {
        var verdict = Explore.Test(() =>
        {
            var guarded = new Guarded();
            Thread a = new(() => Console.WriteLine(guarded)), b = new(() => Console.WriteLine("{0}", guarded));
            a.Start();
            b.Start();
            a.Join();
            b.Join();
        });
        Assert.Equal(Strength.Proved, verdict.Strength);
    }

    [Fact]
    public void Input_is_refused()
    {
        var refused = Assert.Throws<RefusedException>(() => Explore.Test(() => Console.ReadLine()));
        Assert.Contains("System.Console.ReadLine", refused.Message);
        Assert.Contains("System.TimeProvider.CreateTimer", Assert.Throws<RefusedException>(
            () => Explore.Test(() => TimeProvider.System.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero))).Message);
    }
}
