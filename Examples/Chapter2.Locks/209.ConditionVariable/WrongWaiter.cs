// One slot, one queue for all who sleep:
//
//      C1, C2 sleep               in the queue: C1 C2
//      P1 puts A, wakes the first               C2
//      P2 finds it full, sleeps                 C2 P2
//      C1 takes A, wakes the first              P2          <- C2, a consumer: of no use to an empty buffer
//      C2 finds it empty, sleeps                P2 C2       <- with Signal, nobody is left who could wake anybody
//
// What each waits for before it acts: C2, P1, P2 for the one before them; C1, after it was woken, for P2 to have looked
// (with Broadcast, C2 may have made room for P2 by then).

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>A signal wakes one who cannot use it, and the one who could sleeps on.</summary>
public static class WrongWaiter
{
    /// <summary>Plays it, shows what happened, and ends it when all are asleep.</summary>
    /// <param name="stage">Where it is shown.</param>
    /// <param name="style">How a shared condition is used.</param>
    /// <param name="patienceMs">How long nothing must happen before we look whether all sleep.</param>
    public static void Play(Stage stage, WakeStyle style, int patienceMs)
    {
        var timeline = new StepLog(["P1", "P2", "C1", "C2"], "count [slots]");
        var (c1Sleeps, c2Sleeps) = (timeline.After("C1", "sleeps"), timeline.After("C2", "sleeps"));
        var (aIsIn, p2HasLooked) = (timeline.After("P1", "puts"), timeline.After("P2", ""));
        using var rescue = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var buffer = new ObservedBuffer(1, style, new DirectedLock("C1", cue: p2HasLooked, rescue.Token), timeline);

        var group = new ThreadGroup();
        group.Start("C1", () => buffer.Take(rescue.Token));
        group.Start("C2", () => { c1Sleeps.Wait(rescue.Token); buffer.Take(rescue.Token); });
        group.Start("P1", () => { c2Sleeps.Wait(rescue.Token); buffer.Put("A", rescue.Token); });
        group.Start("P2", () => { aIsIn.Wait(rescue.Token); buffer.Put("B", rescue.Token); });

        List<string> stuck = [];
        var contents = "";
        try
        {
            stuck = AllAsleep(group, buffer, TimeSpan.FromMilliseconds(patienceMs), stage.Cancel);
            contents = buffer.Contents;
        }
        finally
        {
            rescue.Cancel(); // [rescue] whoever still sleeps gives up
            JoinRescued(stuck, group);
        }

        timeline.Show(stage, $"one condition for all, {(style == WakeStyle.OneConditionSignal ? "Signal" : "Broadcast")}");
        stage.WriteLine(stuck.Count == 0
            ? $"all four are done; left behind: {contents}"
            : $"ALL ASLEEP: {string.Join(" and ", stuck)}, {patienceMs} ms without a step, " +
                $"with {contents} in the buffer; woken by cancellation");
    }

    // Patience proves nothing, a thread may be slow. But if all who have not ended are in the queue, nobody is left to wake them.
    private static List<string> AllAsleep(ThreadGroup group, ObservedBuffer buffer, TimeSpan patience, CancellationToken cancel)
    {
        while (!group.Join(patience, cancel)) // [patience]
        {
            List<string> running =
                [.. group.Workers.Where(worker => !worker.Join(TimeSpan.Zero, cancel)).Select(worker => worker.Name)];
            if (running.Count > 0 && buffer.Asleep == running.Count) return running;
        }
        return [];
    }

    private static void JoinRescued(List<string> stuck, ThreadGroup group)
    {
        try { group.Join(); }
        catch (AggregateException failures) when (failures.InnerExceptions.All(failure =>
            failure is WorkerFailedException { InnerException: OperationCanceledException } gaveUp
            && stuck.Contains(gaveUp.Worker)))
        {
            // those whom the rescue has woken, and nobody else
        }
    }
}
