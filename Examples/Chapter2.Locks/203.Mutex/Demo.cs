// main                        teller 1 ... teller n
//   starts the tellers
//                             deposit --coins each, one at a time
//   joins them, and counts
//   tries the door with a visitor: what does a mutex answer?

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.MutualExclusion;

[Exercise(203, "mutex", "Mutex", Points = 7, Small = "--coins 10 --patience 5ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("tellers that deposit at the same time", 2, 50)] int tellers = 4,
        [Option("coins that each teller deposits", 1, 10_000)] int coins = 250,
        [Option("how long a visitor waits at the door", 1, 5_000)] int patienceMs = 50)
    {
        Deposit(stage, "no mutex", new UnguardedTill(tellers, stage.Cancel), tellers, coins);
        Deposit(stage, nameof(ParkingMutex), new GuardedTill(new ParkingMutex(), stage.Cancel), tellers, coins);
        Deposit(stage, nameof(PlainMutex), new GuardedTill(new PlainMutex(), stage.Cancel), tellers, coins);

        stage.WriteLine();
        var patience = TimeSpan.FromMilliseconds(patienceMs);
        var library = new DoorTrials(new ParkingMutex(), patience, stage.Cancel);
        var own = new DoorTrials(new PlainMutex(), patience, stage.Cancel);
        (string Question, Func<DoorTrials, string> Trial)[] trials =
        [
            ("another holds it: may I, at once and later?", trial => trial.TryWhileHeld()),
            ("nobody holds it: may I?", trial => trial.TryWhenFree()),
            ("free after an exception, with using?", trial => trial.ThrowInUsing()),
            ("free after an exception, without?", trial => trial.ThrowWithoutUsing()),
            ("release what another holds", trial => trial.ReleaseByAnother()),
            ("acquire what I hold", trial => trial.AcquireTwice()),
        ];
        stage.Table("at the door", ["", nameof(ParkingMutex), nameof(PlainMutex)],
            trials.Select(row => (string[])[row.Question, row.Trial(library), row.Trial(own)]));
    }

    private static void Deposit(Stage stage, string title, ITill till, int tellers, int coins)
    {
        var readZero = 0;
        var group = new ThreadGroup();
        for (var number = 1; number <= tellers; number++)
        {
            group.Start($"teller {number}", () =>
            {
                for (var coin = 0; coin < coins; coin++)
                    if (till.Deposit() == 0) Interlocked.Increment(ref readZero); // [deposit]
            });
        }
        group.Join(); // what the tellers wrote is visible from here on

        var lost = tellers * coins - till.Balance;
        stage.WriteLine($"{title,-12}  {tellers * coins} coins deposited, {till.Balance} in the till, " +
            $"{(lost == 0 ? "none lost" : $"{lost} LOST")}; {readZero} of {tellers} tellers found it empty");
    }
}
