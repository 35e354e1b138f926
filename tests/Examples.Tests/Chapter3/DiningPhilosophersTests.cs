using System.Text.RegularExpressions;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Deadlock.Philosophers;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter3;

public sealed class DiningPhilosophersTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private static string[] Run(int philosophers, int meals, Strategy strategy, int eatMs = 0, int thinkMs = 1)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), philosophers, meals, eatMs, thinkMs, strategy);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_naive_table_deadlocks_every_time_and_one_gives_way(int philosophers)
    {
        for (var i = 0; i < 10; i++)
        {
            var lines = Run(philosophers, meals: 1, Strategy.Naive);
            var rows = lines.Select(line => Regex.Match(line, @"^P(\d+) +fork (\d+) +fork (\d+) +P(\d+)$"))
                .Where(match => match.Success)
                .Select(match => match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value)).ToArray()).ToList();
            Assert.Equal(Enumerable.Range(1, philosophers), rows.Select(row => row[0]).Order());
            Assert.All(rows, row =>
            {
                var next = (row[0] % philosophers) + 1;
                Assert.Equal([row[0], row[0], next, next], row);
            });
            var victim = Regex.Match(
                lines.Single(line => line.StartsWith("DEADLOCK")), $@"^DEADLOCK of {philosophers}; (P\d+) had to give way$");
            Assert.True(victim.Success);
            Assert.Contains($"have eaten: {philosophers - 1}; without a meal: {victim.Groups[1].Value}", lines);
        }
    }

    [Theory]
    [InlineData(Strategy.Ordered, "ordered", 5)]
    [InlineData(Strategy.Waiter, "waiter", 5)]
    [InlineData(Strategy.ChandyMisra, "Chandy-Misra", 5)]
    [InlineData(Strategy.Ordered, "ordered", 2)]
    [InlineData(Strategy.Waiter, "waiter", 2)]
    [InlineData(Strategy.ChandyMisra, "Chandy-Misra", 2)]
    public void At_the_other_tables_everybody_eats_as_often_as_asked_and_never_beside_an_eating_neighbour(
        Strategy strategy, string name, int philosophers)
    {
        var lines = Run(philosophers, meals: 20, strategy);
        var row = Regex.Split(lines.Single(line => line.StartsWith(name)), " +")[1..];
        Assert.Equal(philosophers + 3, row.Length);
        var meals = row[..philosophers].Select(int.Parse).ToList();
        Assert.All(meals, count => Assert.InRange(count, 20, int.MaxValue));
        Assert.InRange(int.Parse(row[philosophers]), 1, philosophers / 2);
        Assert.Contains("no two neighbours ever ate at the same time", lines);
        Assert.Contains(lines, line =>
            line.StartsWith($"everybody has eaten at least {meals.Min()} times; ") && line.EndsWith($" ms, {name}"));
    }

    [Fact]
    public void Run_shows_all_four()
    {
        var lines = Run(3, meals: 2, Strategy.All);
        Assert.Contains(lines, line => line.StartsWith("DEADLOCK of 3"));
        Assert.Equal(3, lines.Count(line => Regex.IsMatch(line, @"^(ordered|waiter|Chandy-Misra) +\d")));
    }

    [Fact]
    public void In_a_terminal_the_table_is_painted_over_as_they_eat()
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly), TerminalWidth = 100 };
        var (exitCode, output, _) = world.Run("run", "304", "--meals", "2", "--eat", "0ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("\e[6F", output); // back over a title and five philosophers
        Assert.Contains("|eats|", output);
        Assert.Contains("│ Chandy-Misra │", output);
    }

    [Theory]
    [InlineData(Strategy.Ordered)]
    [InlineData(Strategy.Waiter)]
    [InlineData(Strategy.ChandyMisra)]
    public void Run_that_is_interrupted_at_dinner_ends_and_leaves_nobody_behind(Strategy strategy)
    {
        using var interrupt = new CancellationTokenSource();
        var main = WorkerThread.Start("main", () => Demo.Run(
            new Stage(TextWriter.Null, cancel: interrupt.Token), 5, meals: 10_000, eatMs: 10_000, thinkMs: 0, strategy),
            background: true);
        Assert.True(SpinWait.SpinUntil(() => main.State.HasFlag(ThreadState.WaitSleepJoin), _bound)); // it joins them
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        var all = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal(5, all.Count); // all joined, so all gone
    }

    [Theory]
    [InlineData("--philosophers 1", "--philosophers 1: must be 2 to 12")]
    [InlineData("--meals 0", "--meals 0: must be 1 to 10000")]
    [InlineData("--eat 2", "--eat 2: a duration has a unit; write --eat 2ms")]
    [InlineData("--strategy spoon", "--strategy spoon: must be all, naive, ordered, waiter or chandy-misra")]
    public void Nonsense_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new(typeof(Exercise).Assembly) };
        Assert.Equal((2, "", refusal + "\n"), world.Run(["run", "304", .. line.Split(' ')]));
    }

    [Fact]
    public void The_log_names_neighbours_who_eat_together()
    {
        var log = new MealLog(new Stage(TextWriter.Null), "wrong", view: null, seats: 5, enough: 1);
        foreach (var seat in new[] { 0, 2, 4 })
        {
            log.Hungry(seat);
            log.Eats(seat);
        }
        Assert.Equal(["P5 and P1"], log.Together);
        Assert.Equal(3, log.MostEating);
        Assert.False(log.AllHaveHadEnough);
        Assert.Equal([1, 0, 1, 0, 1], log.Meals);
    }

    // The contract of every table that does not deadlock.
    public static TheoryData<string> Tables => ["ordered", "waiter", "chandy-misra"];

    private static ITable NewTable(string name, int seats)
    {
        ILock[] forks = [.. Enumerable.Range(0, seats).Select(_ => new ParkingMutex())];
        return name switch
        {
            "ordered" => new OrderedTable(forks),
            "waiter" => new WaiterTable(forks),
            _ => new DiningTable(seats),
        };
    }

    private static WorkerThread Hungry(ITable table, int seat, CancellationToken cancel = default)
    {
        var worker = WorkerThread.Start($"seat {seat}", () => table.PickUp(seat, cancel), background: true);
        Assert.True(SpinWait.SpinUntil(() => worker.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        return worker;
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_neighbour_waits_and_one_further_on_does_not(string name)
    {
        var table = NewTable(name, 5);
        table.PickUp(0);
        var further = WorkerThread.Start("seat 2", () => { table.PickUp(2); table.PutDown(2); }, background: true);
        Assert.True(further.Join(_bound));
        var neighbour = WorkerThread.Start("seat 1", () => { table.PickUp(1); table.PutDown(1); }, background: true);
        Assert.True(SpinWait.SpinUntil(() => neighbour.State.HasFlag(ThreadState.WaitSleepJoin), _bound));
        Assert.False(neighbour.Join(TimeSpan.Zero));
        table.PutDown(0);
        Assert.True(neighbour.Join(_bound));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Cancelled_while_hungry_one_has_neither_fork(string name)
    {
        using var cancel = new CancellationTokenSource();
        var table = NewTable(name, 3);
        table.PickUp(0);
        var hungry = Hungry(table, 1, cancel.Token);
        cancel.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => hungry.Join(_bound)).InnerException);
        table.PutDown(0);
        foreach (var seat in new[] { 2, 1, 0 })
        {
            table.PickUp(seat, new CancellationToken(canceled: true)); // no wait is needed
            table.PutDown(seat);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Many_meals_without_thinking_never_beside_an_eating_neighbour(string name)
    {
        const int Seats = 5;
        var table = NewTable(name, Seats);
        var (eating, wrong) = (new int[Seats], 0);
        var group = new ThreadGroup();
        for (var number = 0; number < Seats; number++)
        {
            var seat = number;
            group.Start($"seat {seat}", () =>
            {
                for (var meal = 0; meal < 400; meal++)
                {
                    table.PickUp(seat);
                    Interlocked.Exchange(ref eating[seat], 1);
                    if (Volatile.Read(ref eating[(seat + 1) % Seats]) + Volatile.Read(ref eating[(seat + Seats - 1) % Seats]) > 0)
                        Interlocked.Increment(ref wrong);
                    Interlocked.Exchange(ref eating[seat], 0);
                    table.PutDown(seat);
                }
            }, background: true);
        }
        Assert.True(group.Join(_bound));
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Who_has_just_eaten_does_not_overtake_a_hungry_neighbour()
    {
        var table = new DiningTable(5);
        table.PickUp(0);
        var neighbour = Hungry(table, 1);
        table.PutDown(0);
        Assert.True(neighbour.Join(_bound)); // has its forks, whatever we do now
        using var cancel = new CancellationTokenSource();
        var again = Hungry(table, 0, cancel.Token);
        table.PutDown(1);
        Assert.True(again.Join(_bound));
    }

    [Fact]
    public void A_hungry_one_who_has_one_clean_fork_keeps_it_from_a_neighbour_who_comes_later()
    {
        var table = new DiningTable(3);
        table.PickUp(0);
        var early = Hungry(table, 2);                       // has fork 2, clean, from 1; lacks the one that 0 has
        var late = Hungry(table, 1);                        // wants fork 2 back
        table.PutDown(0);
        Assert.True(early.Join(_bound));
        Assert.False(late.Join(TimeSpan.Zero));
        table.PutDown(2);
        Assert.True(late.Join(_bound));
    }

    [Fact]
    public void Who_gives_up_leaves_no_clean_fork_behind_that_keeps_others_waiting()
    {
        using var cancel = new CancellationTokenSource();
        var table = new DiningTable(3);
        table.PickUp(0);
        var early = Hungry(table, 2, cancel.Token);         // has fork 2, clean
        var late = Hungry(table, 1);                        // wants it
        cancel.Cancel();
        Assert.Throws<WorkerFailedException>(() => early.Join(_bound));
        table.PutDown(0);
        Assert.True(late.Join(_bound));
    }

    [Fact]
    public void Giving_up_again_and_again_never_leads_to_a_deadlock()
    {
        const int Seats = 4;
        var table = new DiningTable(Seats);
        var group = new ThreadGroup();
        for (var number = 0; number < Seats; number++)
        {
            var seat = number;
            group.Start($"seat {seat}", () =>
            {
                var random = new Random(seat);
                for (var meal = 0; meal < 150; meal++)
                {
                    using var patience = new CancellationTokenSource();
                    if (random.Next(2) == 0) patience.CancelAfter(random.Next(2));
                    try { table.PickUp(seat, patience.Token); }
                    catch (OperationCanceledException) { continue; }
                    Thread.Yield();
                    table.PutDown(seat);
                }
            }, background: true);
        }
        Assert.True(group.Join(_bound));
    }

    [Fact]
    public void Misuse_is_refused_and_changes_nothing()
    {
        var table = new DiningTable(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiningTable(1));
        Assert.Throws<InvalidOperationException>(() => table.PutDown(0));
        table.PickUp(0);
        Assert.Throws<InvalidOperationException>(() => table.PickUp(0));
        var hungry = Hungry(table, 1);
        Assert.Throws<InvalidOperationException>(() => table.PickUp(1));
        Assert.Throws<InvalidOperationException>(() => table.PutDown(1));
        table.PutDown(0);
        Assert.True(hungry.Join(_bound));
        table.PutDown(1);
    }
}
