// One page, many readers, a few writers, and for each lock the same rounds: see the head of Relay.cs.
//
//      preference   r1 r2 r3 r4 ... r12 w1     the writer comes in when the relay has stopped
//      fair         r1 r2 w1 r3 r4 ... r12     ... when those have gone that came before it

using System.Globalization;
using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReadersWriters;

[Exercise(210, "readers-writers", "Readers and writers", Points = 9, Small = "--readers 6 --rounds 2 --every 1ms --write 1ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("readers in a round, each comes before an earlier one goes", 2, 200)] int readers = 12,
        [Option("writers in a round, they come when the first readers are inside", 1, 20)] int writers = 1,
        [Option("how often all that is repeated with each lock", 1, 1_000)] int rounds = 10,
        [Option("readers that are inside when the next one comes", 1, 100)] int overlap = 2,
        [Option("pause before the next reader comes", 0, 1_000)] int everyMs = 2,
        [Option("time that a writer stays inside", 0, 1_000)] int writeMs = 2,
        [Option("which lock to run through")] LockChoice @lock = LockChoice.All)
    {
        if (overlap >= readers)
            throw new BadOptionException("--overlap", $"must be below --readers ({readers}), or nobody comes after the writers");

        var relay = new Relay(stage, readers, writers, overlap, everyMs, writeMs);
        var choices = @lock != LockChoice.All ? [@lock] : Enum.GetValues<LockChoice>().Where(choice => choice != LockChoice.All);
        var outcomes = new List<Outcome>();
        foreach (var choice in choices)
        {
            var gate = Make(choice, stage.Cancel);
            outcomes.Add(new Outcome(
                choice.ToString().ToLowerInvariant(), [.. Enumerable.Range(0, rounds).Select(_ => relay.Run(gate))])); // [round]
        }
        Show(stage, outcomes, overlap);
    }

    private static IReadersWriterGate Make(LockChoice choice, CancellationToken cancel) => choice switch
    {
        LockChoice.Preference => new LockGate(new ReaderPreferenceLock(), cancel),
        LockChoice.Fair => new LockGate(new FairReadersWriterLock(), cancel),
        LockChoice.Mutex => new MutexGate(cancel),
        _ => new ReadersWriterGate(),
    };

    private static void Show(Stage stage, List<Outcome> outcomes, int overlap)
    {
        (string Who, bool Writers)[] kinds = [("readers", false), ("writers", true)];
        string Ms(double wait) => wait.ToString("F1", CultureInfo.InvariantCulture);

        stage.Table($"who came in, in the first round (from r{overlap + 1} on they come when the writers wait)",
            ["lock", "in this order"],
            outcomes.Select(o => (string[])[o.Lock, o.Order]));
        stage.WriteLine();

        stage.Table("all rounds",
            ["lock", "reads", "writes", "went past a waiting writer", "most readers together", "not alone with a writer"],
            outcomes.Select(o => (string[])[o.Lock, $"{o.Count(writers: false)}", $"{o.Count(writers: true)}",
                $"{o.WentPast}", $"{o.MostReaders}", $"{o.Conflicts}"]));
        stage.WriteLine();

        stage.Table("how long they waited, in ms", ["lock", "who", "p50", "p90", "max"],
            from o in outcomes
            from kind in kinds
            select (string[])[o.Lock, kind.Who,
                Ms(o.WaitMs(kind.Writers, 50)), Ms(o.WaitMs(kind.Writers, 90)), Ms(o.WaitMs(kind.Writers, 100))]);
        stage.WriteLine();

        stage.Bars("nine of ten waited no longer than that (p90)",
            from kind in kinds
            from o in outcomes
            let wait = o.WaitMs(kind.Writers, 90)
            select ($"{kind.Who}, {o.Lock}", wait, $"{Ms(wait)} ms"));
    }
}
