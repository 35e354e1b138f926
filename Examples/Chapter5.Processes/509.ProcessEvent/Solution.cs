// A flag that all processes see, and a condition on which they wait for it:
//
//      0                8
//      +----------------+----------+
//      | how often set  |  is set  |      in shared memory; guarded by the mutex of the condition
//      +----------------+----------+
//
//   I1  Whoever waits saw `is set` = 0 with the mutex, and has not been notified since.
//   I2  A set lets go everybody who waited then, although it may be cleared before they have the mutex again.
//
// I2 is what the number is for: who finds the flag cleared and the number changed was let go [let go]. With the flag alone, a Set
// and a Clear right after it would let go those who were quick, and leave the others where they are.
//
// A process killed in Set may leave the flag set, and those who wait asleep. The mutex is abandoned then, and the next one to
// have it, a newcomer or a waiter whose time is over, makes up for the notification [told].

using System.Diagnostics;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Examples.Processes.FrontDoor;

/// <summary>An event between processes: it stays set, and lets everybody pass, until it is cleared.</summary>
/// <remarks>Any thread of any process may call any member.</remarks>
[DebuggerDisplay("set {_times} times, set now: {_isSet}")] // takes no lock
public sealed class ProcessEvent : IDisposable, IShareable<ProcessEvent>
{
    private readonly SharedCondition _changed;

    private readonly SharedMutex _mutex; // guards:
    private readonly SharedRegion _memory;

    private ProcessEvent(SharedMutex mutex, SharedCondition changed, SharedRegion memory) =>
        (_mutex, _changed, _memory) = (mutex, changed, memory);

    private ref long _times => ref _memory.ValueAt<long>(0);
    private ref int _isSet => ref _memory.ValueAt<int>(8);

    /// <summary>Makes an event that is not set, and that other processes get as an argument.</summary>
    public static ProcessEvent Create()
    {
        var mutex = SharedMutex.CreateAnonymous();
        return new ProcessEvent(mutex, SharedCondition.CreateAnonymous(mutex), SharedRegion.CreateAnonymous(16));
    }

    /// <summary>Whether a wait would return at once; stale by the time it returns.</summary>
    public bool IsSet => Volatile.Read(ref _isSet) != 0;

    /// <summary>Sets it, and lets all who wait go. May be repeated.</summary>
    public void Set()
    {
        using var hold = Enter();
        if (_isSet != 0) return;
        _times++;
        _isSet = 1;             // [set]
        _changed.NotifyAll();   // all: each of them may pass
    }

    /// <summary>Clears it: who waits from now on waits. May be repeated.</summary>
    public void Clear()
    {
        using var hold = Enter();
        _isSet = 0;
    }

    /// <summary>Waits until it is set, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True when it was set, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was not set.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        using var hold = Enter(); // without the token: it is held for moments only
        var times = _times;
        while (_isSet == 0 && _times == times)          // [let go]
        {
            var left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - clock.Elapsed;
            if (timeout != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero) return false;
            Told(_changed.Wait(left, cancel).IsAbandoned); // [asleep] woken, or not: look again
        }
        return true;
    }

    /// <summary>Detaches.</summary>
    public void Dispose()
    {
        _changed.Dispose();
        _mutex.Dispose();
        _memory.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => $"{_memory.WriteTicket(handover)}\n{_changed.WriteTicket(handover)}";

    /// <inheritdoc/>
    public static ProcessEvent FromTicket(string ticket, Handover handover)
    {
        var parts = ticket.Split('\n', 2);
        var changed = SharedCondition.FromTicket(parts[1], handover);
        return new ProcessEvent(changed.Mutex, changed, SharedRegion.FromTicket(parts[0], handover));
    }

    private HeldSharedMutex Enter()
    {
        var hold = _mutex.Hold();
        Told(hold.Result.IsAbandoned);
        return hold;
    }

    private void Told(bool isAbandoned)
    {
        if (isAbandoned) _changed.NotifyAll(); // [told] whoever the dead one was about to wake looks again
    }
}
