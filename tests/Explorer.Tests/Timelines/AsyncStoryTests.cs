using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Timelines;

/// <summary>What a learner reads of faults in async programs.</summary>
public class AsyncStoryTests
{
    private const string LostUpdate = """
        static int balance;
        static async Task Deposit(int amount)
        {
            int before = balance;
            await Task.Delay(10);
            balance = before + amount;
        }
        public static async Task Test()
        {
            await Task.WhenAll(Deposit(10), Deposit(20));
            if (balance != 30) throw new Exception("lost");
        }
        """;

    [Fact]
    public void A_lost_update_is_told_by_the_await_in_between()
    {
        var verdict = Explored.Test(LostUpdate);
        Assert.Equal("Deposit 1 was let in between Deposit 2's reading balance = 0 (line 4) and its writing balance = 20 "
            + "(line 6): it awaits in between.", verdict.Story);
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void Each_call_of_an_async_method_is_one_column_and_the_test_is_main()
    {
        var rows = Explored.Test(LostUpdate).Rows;
        Assert.Equal(["Deposit 1", "Deposit 2", "main"], rows.Select(row => row.Name).Distinct().Order());
        Assert.Equal([4, 5, 6], rows.Where(row => row.Name == "Deposit 1").Select(row => row.Line));
        Assert.Single(rows.Where(row => row.Name == "Deposit 1").Select(row => row.Thread).Distinct());
        Assert.DoesNotContain(rows, row => row.Line == 0);
    }

    [Fact]
    public void So_it_is_on_the_page()
    {
        var page = Explored.Test(LostUpdate).Page!;
        Assert.Equal(["main", "Deposit 1", "Deposit 2"], page.Threads.Select(thread => thread.Name));
    }

    [Fact]
    public void Crossed_permits_are_a_deadlock_with_its_circle()
    {
        var verdict = Explored.Test("""
            static readonly SemaphoreSlim kitchen = new(1, 1), bar = new(1, 1);
            static async Task Cook() { await kitchen.WaitAsync();
                await bar.WaitAsync(); bar.Release(); kitchen.Release(); }
            static async Task Barkeeper() { await bar.WaitAsync();
                await kitchen.WaitAsync(); kitchen.Release(); bar.Release(); }
            public static async Task Test() => await Task.WhenAll(Task.Run(Cook), Task.Run(Barkeeper));
            """);
        Assert.Equal(FailureKind.Deadlock, verdict.Failure?.Kind);
        Assert.Contains("Cook waits for a permit of bar (line 3), which Barkeeper has taken (line 4)", verdict.Failure!.Message);
        Assert.Contains(
            "Barkeeper waits for a permit of kitchen (line 5), which Cook has taken (line 2)", verdict.Failure.Message);
        Assert.Contains("each waits for the other", verdict.Failure.Message);
        Assert.DoesNotContain("a task", verdict.Describe());
    }

    [Fact]
    public void Waiting_on_the_thread_of_the_context_names_the_context()
    {
        var verdict = Explored.Test("""
            class Window : SynchronizationContext
            {
                public readonly List<Action> Queue = new();
                public override void Post(SendOrPostCallback call, object state) { lock (Queue) Queue.Add(() => call(state)); }
            }
            static async Task<int> Load() { await Task.Delay(10); return 1; }
            public static void Test()
            {
                SynchronizationContext.SetSynchronizationContext(new Window());
                _ = Load().Result;
            }
            """);
        Assert.Equal(FailureKind.Deadlock, verdict.Failure?.Kind);
        Assert.Contains("main waits for Load (line 10), which awaits Task.Delay (line 6): that is completed; what is left of Load "
            + "is to run in the Window that was current at its await, by main, which waits here", verdict.Failure!.Message);
    }

    [Fact]
    public void A_forgotten_await_names_what_nobody_awaits()
    {
        var verdict = Explored.Test("""
            static int saved;
            static async Task Save() { await Task.Delay(10); saved = 1; }
            public static async Task Test()
            {
                await Task.Yield();
                _ = Save();
                if (saved != 1) throw new Exception("not saved");
            }
            """);
        Assert.Equal("Nobody awaits Save: main goes on while it still waits (line 2).", verdict.Story);
    }

    [Fact]
    public void A_channel_that_nobody_completes_says_what_would_have_to_be_done()
    {
        var verdict = Explored.Test("""
            public static async Task Test()
            {
                var orders = System.Threading.Channels.Channel.CreateUnbounded<int>();
                orders.Writer.TryWrite(1);
                await foreach (var order in orders.Reader.ReadAllAsync()) { }
            }
            """);
        Assert.Equal("main waits for Test (line 5), which awaits a WaitToReadAsync of a Channel (line 5), and nobody writes to "
            + "the Channel, or completes its writer.", verdict.Failure?.Message);
    }

    [Fact]
    public void Who_waits_to_write_waits_for_a_read()
    {
        var verdict = Explored.Test("""
            public static async Task Test()
            {
                var orders = System.Threading.Channels.Channel.CreateBounded<int>(1);
                orders.Writer.TryWrite(1);
                await orders.Writer.WaitToWriteAsync();
            }
            """);
        Assert.Equal("main waits for Test (line 5), which awaits a WaitToWriteAsync to a Channel (line 5), and nobody reads from "
            + "the Channel.", verdict.Failure?.Message);
    }

    // With partial-order reduction executions are given up in the middle: where one stands before Task.Yield too.
    [Fact]
    public void An_execution_that_ends_where_one_yields_is_unwound()
    {
        var verdict = Explored.Test("""
            static int balance;
            static async Task Deposit() { var before = balance; await Task.Yield(); balance = before + 1; }
            public static async Task Test() { await Task.WhenAll(Task.Run(Deposit), Task.Run(Deposit)); }
            """, new ExploreOptions { Races = RacePolicy.Report, Schedules = 3_000 });
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.True(verdict.Schedules > 10, verdict.Describe());
    }
}
