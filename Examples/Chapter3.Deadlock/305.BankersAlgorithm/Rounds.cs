// Each customer is a thread, and the bank decides who goes on:
//
//      cautious     --rounds times: borrows the rest of its claim piece by piece, works, gives everything back
//      careless     all ask for the whole rest of their claims at once; who gets it works and gives everything back

using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>The customers go to work, all at the same time.</summary>
/// <param name="stage">Its token ends them.</param>
/// <param name="names">The customers.</param>
/// <param name="start">What they hold at first, and claim.</param>
/// <param name="workMs">How long one works with all that it claims.</param>
internal sealed class Rounds(Stage stage, IReadOnlyList<string> names, BankState start, int workMs)
{
    /// <summary>Lets them borrow and return, and tells who had to wait.</summary>
    public void Play(CautiousBank bank, int rounds, int seed)
    {
        var (finished, refused) = (new int[names.Count], new int[names.Count]);
        var group = new ThreadGroup();
        for (var number = 0; number < names.Count; number++)
        {
            var customer = number;
            group.Start(names[customer], () =>
            {
                var random = new Random(seed + customer);
                var holds = start.Allocation[customer];
                for (var round = 0; round < rounds; round++)
                {
                    while (!holds.Equals(start.Claims[customer]))
                    {
                        var piece = start.Claims[customer].Minus(holds).Select(need => random.Next(need + 1)).ToArray();
                        if (!bank.TryLend(customer, piece))              // [ask]
                        {
                            refused[customer]++;
                            bank.Lend(customer, piece, stage.Cancel);    // [sleep]
                        }
                        holds = holds.Plus([.. piece]);
                    }
                    stage.Sleep(workMs);                                 // [work]
                    bank.TakeBack(customer, [.. holds]);                 // [give back]
                    holds = ResourceVector.Zero(start.Kinds);
                    finished[customer]++;
                }
            });
        }
        group.Join();
        stage.Table("all at once, piece by piece", ["customer", "rounds", "had to wait"],
            names.Select((name, customer) => (string[])[name, $"{finished[customer]}", $"{refused[customer]}"]));
    }

    /// <summary>Lets all ask for the rest, and tells who got it; ends those who wait for ever.</summary>
    public void Play(CarelessBank bank)
    {
        using var rescue = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var together = new CyclicBarrier(names.Count);
        var group = new ThreadGroup();
        for (var number = 0; number < names.Count; number++)
        {
            var customer = number;
            group.Start(names[customer], () =>
            {
                together.SignalAndWait(rescue.Token); // nobody has given anything back before all are here
                bank.Lend(customer, [.. start.Need(customer)], rescue.Token);
                stage.Sleep(workMs);
                bank.TakeBack(customer, [.. start.Claims[customer]]);
            });
        }
        List<string> stuck = [];
        try { stuck = AllAsleep(group, bank); }
        finally
        {
            rescue.Cancel(); // [rescue]
            JoinRescued(group);
        }
        stage.WriteLine(stuck.Count == 0
            ? "all asked for the rest of their claims, and all got it and finished"
            : $"DEADLOCK: all asked for the rest of their claims; {string.Join(' ', stuck)} sleep, and nobody is left who could "
                + "give anything back; woken by cancellation");
    }

    // Who sleeps wakes only when somebody gives back. If all who have not ended sleep, nobody ever will.
    private List<string> AllAsleep(ThreadGroup group, CarelessBank bank)
    {
        while (!group.Join(TimeSpan.FromMilliseconds(5), stage.Cancel))
        {
            List<string> running = [.. group.Workers.Where(worker => !worker.Join(TimeSpan.Zero)).Select(worker => worker.Name)];
            if (running.Count > 0 && bank.Asleep == running.Count) return running;
        }
        return [];
    }

    private static void JoinRescued(ThreadGroup group)
    {
        try { group.Join(); }
        catch (AggregateException failures) when (failures.InnerExceptions.All(
            failure => failure.InnerException is OperationCanceledException))
        {
            // those whom the rescue has woken
        }
    }
}
