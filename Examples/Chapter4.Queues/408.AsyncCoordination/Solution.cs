// Who does not get the lock leaves a promise to be called, and goes; no thread is kept waiting:
//
//      task 1              task 2                            task 3
//      Enter: free, has it
//                          Enter: held, leaves promise 2
//                          its thread does other work        Enter: held, leaves promise 3
//      Exit: keeps promise 2, the lock is task 2's
//                          goes on, on some thread           ...
//
//   I1  _waiting holds the promises of those who want the lock, oldest first; it is empty while the lock is free.
//   I2  A promise leaves _waiting once: by Exit, and is then kept, or by its own cancellation.
//
// The lock passes from the one who exits to the oldest promise without ever being free in between. There is no owner to check:
// a task may go on after an `await` on another thread, so the thread says nothing about who holds it.

using System.Diagnostics;

namespace Workbook.Examples.Queues.AsyncCoordination;

/// <summary>Mutual exclusion for code that awaits while it holds the lock. First come, first served; not reentrant.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Held = {_isHeld}, {_waiting.Count} waiting")] // takes no lock
public sealed class AwaitableMutex
{
    private readonly Lock _guard = new(); // held for some instructions, never across an await; it guards:
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private bool _isHeld;

    /// <summary>How many wait; stale by the time it returns.</summary>
    public int Waiting { get { lock (_guard) return _waiting.Count; } }

    /// <summary>Takes the lock. Never blocks the thread: the task that it returns ends when the lock is the caller's.</summary>
    /// <param name="cancel">Gives up waiting; the task is then cancelled, and the lock not taken. An already cancelled one
    /// means: do not wait.</param>
    public async Task EnterAsync(CancellationToken cancel = default)
    {
        LinkedListNode<TaskCompletionSource> mine;
        lock (_guard)
        {
            if (!_isHeld)
            {
                _isHeld = true;
                return;
            }
            // Without the option, Exit would run what follows our await, inside Exit and on its thread.
            mine = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        // Outside the guard: a token that has fired already calls GiveUp here and now.
        await using var registration = cancel.UnsafeRegister(_ => GiveUp(mine, cancel), null);
        await mine.Value.Task.ConfigureAwait(false);
    }

    /// <summary>Gives the lock to whoever has waited longest, or frees it.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds it.</exception>
    public void Exit()
    {
        TaskCompletionSource next;
        lock (_guard)
        {
            Debug.Assert(_isHeld || _waiting.Count == 0, "I1");
            if (!_isHeld) throw new SynchronizationLockException("Exit of a mutex that nobody holds; enter it first.");
            if (_waiting.First is not { } first)
            {
                _isHeld = false;
                return;
            }
            _waiting.Remove(first);
            next = first.Value;
        }
        next.SetResult(); // outside: what it sets going is not our business
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> mine, CancellationToken cancel)
    {
        lock (_guard)
        {
            if (mine.List is null) return; // too late: the lock has been handed over, and is ours
            _waiting.Remove(mine);
        }
        mine.Value.SetCanceled(cancel);
    }
}
