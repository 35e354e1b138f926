// `if` in place of `while`. The interleaving that it does not survive, by name: the stolen item.
//
//      P                    C1                        C2                    count
//                           [look] empty, sleeps                            0
//      puts A, wakes C1                                                     1
//                                                     takes A               0     <- before C1 has the lock again
//                           is woken, goes on
//                           takes nothing                                  -1
//      puts B                                                               0     <- B is there, and nobody will look for it

using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>The buffer whose sleepers take a wake-up for a promise.</summary>
/// <param name="capacity">In items, at least 1.</param>
/// <param name="lock">Guards the buffer.</param>
/// <param name="timeline">Is told every step.</param>
public sealed class LooksOnceBuffer(int capacity, ILock @lock, StepLog timeline)
    : ObservedBuffer(capacity, WakeStyle.TwoConditionsSignal, @lock, timeline)
{
    /// <inheritdoc/>
    protected override void Await(Func<bool> mayGoOn, string obstacle, ObservedCondition condition, CancellationToken cancel)
    {
        if (!mayGoOn())                             // [look] once
        {
            Sleep(obstacle, condition, cancel);
            Tell("is woken, goes on");
        }
    }
}
