using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

/// <summary>A task that stands at an await when another thread fails. What is thrown there ends a process.</summary>
public sealed class GuardedAwaiterTests
{
    [Fact]
    public void An_execution_that_ends_at_an_await_ends_quietly() => Fails("""
        static async Task Work(Action begun) { begun(); await Task.Yield(); }
        """);

    [Fact]
    public void And_at_one_of_an_async_iterator() => Fails("""
        static async Task Work(Action begun) { await foreach (var item in Items(begun)) { } }
        static async IAsyncEnumerable<int> Items(Action begun) { begun(); await Task.Yield(); yield return 1; }
        """);

    [Fact]
    public void And_at_one_of_a_value_task() => Fails("""
        static Task Work(Action begun) => Inner(begun).AsTask();
        static async ValueTask Inner(Action begun) { begun(); await Task.Yield(); }
        """);

    [Fact]
    public void An_awaiter_that_throws_instead_of_waiting_fails_the_test()
    {
        var verdict = Explored.Test("""
            public readonly struct Bad : System.Runtime.CompilerServices.INotifyCompletion
            {
                public Bad GetAwaiter() => this;
                public bool IsCompleted => false;
                public void GetResult() { }
                public void OnCompleted(Action continuation) => throw new InvalidTimeZoneException();
            }
            static async Task Wait() { await new Bad(); }
            public static void Test() { _ = Wait(); }
            """);
        Assert.IsType<InvalidTimeZoneException>(verdict.Failure!.Exception);
    }

    private static void Fails(string work)
    {
        var verdict = Explored.Test($$"""
            {{work}}
            public static async Task Test()
            {
                int flag = 0;
                var task = Task.Run(() => Work(() => Volatile.Write(ref flag, 1)));
                if (Volatile.Read(ref flag) == 1) throw new InvalidTimeZoneException();
                await task;
            }
            """);
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.IsType<InvalidTimeZoneException>(verdict.Failure!.Exception);
    }
}
