using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

/// <summary>Tests that are async themselves.</summary>
public class AsyncTestTests
{
    [Fact]
    public void Main_waits_for_the_end_of_the_task()
    {
        var verdict = Explore.Test(async () =>
        {
            var x = 0;
            await Task.Run(() => x = 1);
            await Task.Yield();
            Assert.Equal(1, x);
        });
        Assert.True(verdict.Strength == Strength.Proved, verdict.Describe());
        Explore.Holds(Nothing);
    }

    private static async Task Nothing() => await Task.CompletedTask;

    [Fact]
    public void An_assertion_fails_with_its_own_words()
    {
        var verdict = Explored.Test("""
            static int balance;
            static async Task Deposit() { var seen = balance; await Task.Yield(); balance = seen + 1; }
            public static async Task Test()
            {
                await Task.WhenAll(Task.Run(Deposit), Task.Run(Deposit));
                if (balance != 2) throw new InvalidOperationException("lost");
            }
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Exception, verdict.Describe());
        Assert.Contains("main throws InvalidOperationException: lost (Shop.cs:6)", verdict.Failure!.Message);
        Assert.Contains("Deposit", verdict.Timeline);
    }

    [Theory]
    [InlineData("Task")]
    [InlineData("ValueTask")]
    public void One_that_is_never_completed_is_told_with_what_it_awaits_and_where(string type)
    {
        var verdict = Explored.Test($$"""
            static readonly TaskCompletionSource promise = new();
            public static async {{type}} Test()
            {
                await Task.Yield();
                await promise.Task;
            }
            """);
        Assert.True(verdict.Failure?.Kind is FailureKind.LostWakeup or FailureKind.Deadlock, verdict.Describe());
        Assert.Contains("main waits for Test", verdict.Failure!.Message);
        Assert.Contains("which awaits promise.Task (line 5), and nobody completes it", verdict.Failure.Message);
    }

    [Fact]
    public void A_cancelled_one_fails()
    {
        var verdict = Explored.Test("""
            public static async Task Test() { await Task.Yield(); throw new OperationCanceledException(); }
            """);
        Assert.Equal(FailureKind.Exception, verdict.Failure?.Kind);
        Assert.Contains("OperationCanceledException", verdict.Failure!.Message);
    }

    [Fact]
    public void A_replay_of_one_fails_again()
    {
        using var shop = new Workbook.Tests.Support.Snippets.SnippetFile("""
            using System.Threading.Tasks;
            public static class Tests
            {
                private static int x;
                public static async Task Lost() { await Task.WhenAll(Add(), Add()); if (x != 2) throw new Exception("lost"); }
                private static async Task Add() { await Task.Yield(); x++; }
            }
            """);
        var verdict = Explore.Method(shop.Path, "Tests.Lost");
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.Equal(verdict.Failure!.Message, Explore.Replay(Replay.FromJson(verdict.Replay!.ToJson())).Failure!.Message);
    }
}
