// numbers              letters              the page
//   await the turn       await the turn
//   write 1, 2                              12
//   pass it on         --> write A          12A
//   await the turn         pass it on       ...
//
// Four ways to take turns, and the same two threads with each; then more threads, round after round.

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.OrderedPrinting;

[Exercise(206, "ordered-printing", "Ordered printing", Points = 8, Small = "--with condition")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("what the threads take turns with")] Primitive with = Primitive.All,
        [Option("threads of the second part, t1 to tn", 2, 100)] int threads = 5,
        [Option("rounds of the second part", 1, 1000)] int rounds = 3,
        [Option("take turns wrongly, and see what the page reads")] bool broken = false,
        [Option("with --broken: how long a page that is stuck is watched", 1, 10_000)] int patienceMs = 200)
    {
        Primitive[] chosen = with == Primitive.All
            ? [Primitive.Lock, Primitive.Semaphore, Primitive.Event, Primitive.Condition]
            : [with];

        if (broken)
        {
            foreach (var primitive in chosen) new Mistakes(stage, patienceMs).Show(primitive, threads);
            return;
        }

        foreach (var primitive in chosen) Print(stage, primitive, Party.NumbersAndLetters);
        foreach (var primitive in chosen) Print(stage, primitive, Party.RoundRobin(threads, rounds));
    }

    /// <summary>What each thread does, whatever it takes turns with.</summary>
    public static void Write(Party party, int number, ITurns turns, Page page, CancellationToken cancel)
    {
        foreach (var marks in party.Turns)
        {
            turns.Await(number, cancel);                                 // [await]
            foreach (var mark in marks) page.Write(party.Name, mark);    // [write] nobody else does now
            turns.Pass(number);                                          // [pass]
        }
    }

    private static void Print(Stage stage, Primitive primitive, IReadOnlyList<Party> parties)
    {
        ITurns turns = primitive switch
        {
            Primitive.Lock => new LockTurns(parties.Count),
            Primitive.Semaphore => new SemaphoreTurns(parties.Count),
            Primitive.Event => new EventTurns(parties.Count),
            _ => new TurnTaking(parties.Count),
        };
        var page = new Page(parties);

        var group = new ThreadGroup();
        foreach (var (number, party) in parties.Index())
            group.Start(party.Name, () => Write(party, number, turns, page, stage.Cancel));
        group.Join(); // the page is complete, and visible here

        stage.WriteLine(page.Text);
        var name = primitive.ToString().ToLowerInvariant();
        stage.WriteLine($"  {name}: {parties.Count} threads, {page.Count} marks, {(page.IsRight ? "in order" : "OUT OF ORDER")}");
    }
}
