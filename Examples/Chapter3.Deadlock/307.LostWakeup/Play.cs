// One opener, one waiter, and the order of their steps. What each waits for before it acts:
//
//      Nowhere            opener   nothing                        waiter   the opener is done
//      OutsideTheLock     opener   the waiter has looked          waiter   at [gap]: the opener is done
//      UnderTheLock       opener   the waiter has looked          waiter   at [gap]: the opener wants the lock
//
// In the last one the waiter cannot wait for more: the opener gets no further while the waiter holds the lock.

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>The opener comes at the worst moment.</summary>
public static class Play
{
    /// <summary>Plays it, shows what happened, and wakes by cancellation who would sleep for ever.</summary>
    public static void Run(Stage stage, PredicatePlace place)
    {
        var timeline = new StepLog(["waiter", "opener"], "gate");
        var (hasLooked, wantsTheLock) = (timeline.After("waiter", "looks"), timeline.After("opener", "wants"));
        var isDone = timeline.After("opener", "opens");
        var gate = new ObservedGate(place, timeline, gapEnds: place == PredicatePlace.UnderTheLock ? wantsTheLock : isDone);

        using var rescue = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var (opener, waiter) = (
            new WorkerThread("opener", () =>
            {
                if (place != PredicatePlace.Nowhere) hasLooked.Wait(rescue.Token);
                gate.Open();
            }),
            new WorkerThread("waiter", () =>
            {
                if (place == PredicatePlace.Nowhere) isDone.Wait(rescue.Token);
                gate.Wait(rescue.Token);
            }));

        opener.Start();
        waiter.Start();
        bool isStuck;
        try
        {
            opener.Join(stage.Cancel);
            isStuck = SleepsForEver(waiter, gate, stage.Cancel);
        }
        finally
        {
            rescue.Cancel(); // [rescue]
            JoinRescued(opener);
            JoinRescued(waiter);
        }
        timeline.Show(stage, $"the flag is looked at {Name(place)}");
        stage.WriteLine(isStuck
            ? "LOST: the waiter sleeps, and nobody is left who could wake it; woken by cancellation"
            : "the waiter went through");
    }

    // The opener has ended. A waiter that is asleep now, and was not woken, has nobody left who could do it.
    private static bool SleepsForEver(WorkerThread waiter, ObservedGate gate, CancellationToken cancel)
    {
        while (!waiter.Join(TimeSpan.FromMilliseconds(1), cancel))
            if (gate.Asleep == 1) return true;
        return false;
    }

    private static void JoinRescued(WorkerThread worker)
    {
        try { worker.Join(); }
        catch (WorkerFailedException failure) when (failure.InnerException is OperationCanceledException)
        {
            // it was asleep, and the rescue woke it
        }
    }

    private static string Name(PredicatePlace place) => place switch
    {
        PredicatePlace.Nowhere => "nowhere: there is only a signal",
        PredicatePlace.OutsideTheLock => "outside the lock",
        _ => "under the lock",
    };
}
