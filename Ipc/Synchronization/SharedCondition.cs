// A table of those who wait. Each sleeps on the state of its own slot, so that a notification wakes exactly the one it chose:
//
//      0       4          16                                       32
//      +-------+----------+-----------------------------------+----+-- - - -
//      | next  | capacity | slot 0: state, ticket, who (mark) |  slot 1 ...
//      +-------+----------+-----------------------------------+----+-- - - -
//
//                 Wait                 Notify: the lowest ticket
//      Free ---------------> Waiting --------------------------> Notified
//        ^                      |  gave up, has the mutex again     |  has the mutex again
//        +----------------------+-----------------------------------+
//
//   I1  The mutex guards the table: only its holder writes there. Each step is one store, so a holder that is killed leaves a
//       table.
//   I2  No wake-up is lost: whoever makes the predicate true holds the mutex, and so comes before the waiter's look or after
//       its slot was filled.
//   I3  A slot stays Notified until its waiter has the mutex. A waiter that is killed before that leaves it so, and another one
//       that looks around every 20 ms takes the notification over.
//
// I3 makes up for what a futex cannot know: that the one it woke is dead. A killed waiter may so cost one needless wake-up later.
//
// This file: what a condition is. SharedCondition.Slots.cs: the table, and the sleep in one of its slots.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>Lets threads of all processes that hold a <see cref="SharedMutex"/> wait for a change of what it guards.</summary>
/// <remarks>
/// <para>Write <c>while (!predicate) condition.Wait();</c> or use <see cref="WaitFor(Func{bool}, CancellationToken)"/>. A
/// notification is not remembered: it wakes who waits now, or nobody. Every member but <see cref="Dispose"/> wants the mutex
/// held.</para>
/// <para>Each wait may come back with the mutex abandoned: see <see cref="ConditionResult"/>. A killed waiter leaves the others
/// as they were, and its notification, if it had one, to one of them.</para>
/// <para>Lampson and Redell, Experience with Processes and Monitors in Mesa, CACM 1980.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe partial class SharedCondition : IDisposable, IShareable<SharedCondition>
{
    private const int HeaderSize = 16, MostWaiters = 4096;
    private const uint Free = 0, Waiting = 1, Notified = 2;

    private readonly SharedThing _home;
    private readonly bool _ownsMutex; // it came with the ticket

    private readonly SharedMutex _mutex; // guards:
    private Table* _table;               // null when disposed

    [StructLayout(LayoutKind.Sequential)]
    private struct Table
    {
        public uint NextTicket;
        public int Capacity;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public uint State;  // written with the mutex, read without by its sleeper and by those who look around
        public uint Ticket;
        public ulong Who;
    }

    private SharedCondition(SharedThing home, SharedMutex mutex, bool ownsMutex)
    {
        (_home, _mutex, _ownsMutex) = (home, mutex, ownsMutex);
        _table = (Table*)home.Body;
    }

    /// <summary>Makes a condition that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'; not that of the mutex.</param>
    /// <param name="mutex">Guards what is waited for. Every process gives the same one.</param>
    /// <param name="mostWaiters">How many may wait at once, 1 to 4,096.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedCondition Create(string name, SharedMutex mutex, int mostWaiters = 64)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name, mutex, mostWaiters);
    }

    /// <summary>Makes a condition that other processes get as an argument or in a message, and its mutex with it.</summary>
    /// <param name="mutex">Guards what is waited for.</param>
    /// <param name="mostWaiters">How many may wait at once, 1 to 4,096.</param>
    public static SharedCondition CreateAnonymous(SharedMutex mutex, int mostWaiters = 64) => Make(null, mutex, mostWaiters);

    /// <summary>Attaches to a condition that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not a condition.</exception>
    public static SharedCondition Open(string name, SharedMutex mutex)
    {
        ArgumentNullException.ThrowIfNull(mutex);
        return new SharedCondition(SharedThing.Open(name, SharedKind.Condition), mutex, ownsMutex: false);
    }

    /// <summary>The mutex that guards what is waited for.</summary>
    public SharedMutex Mutex => _mutex;

    /// <summary>Releases the mutex, blocks until notified, and acquires the mutex again.</summary>
    /// <param name="cancel">Ends the wait, but not the acquiring afterwards; an already cancelled one means: do not wait, and the
    /// mutex is not released.</param>
    /// <exception cref="OperationCanceledException">Cancelled before it was notified, and the mutex was not abandoned; it is
    /// held.</exception>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the mutex.</exception>
    /// <exception cref="InvalidOperationException">As many threads as the condition was made for wait already; the mutex is
    /// held.</exception>
    public ConditionResult Wait(CancellationToken cancel = default) => Wait(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>The same, but sleeps no longer than <paramref name="timeout"/>. Acquiring the mutex takes as long as it
    /// takes.</summary>
    /// <param name="timeout">Zero (gives others the mutex for a moment) to <see cref="int.MaxValue"/> ms, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">As above.</param>
    /// <inheritdoc cref="Wait(CancellationToken)" path="/exception"/>
    public ConditionResult Wait(TimeSpan timeout, CancellationToken cancel = default) => Wait(Deadline.After(timeout), cancel);

    /// <summary>Waits until <paramref name="predicate"/> holds; it is asked with the mutex held, first at once and then after
    /// each notification.</summary>
    /// <returns>Woken: it holds. Abandoned: it was not asked again, for what it would look at may be half changed; repair that,
    /// and wait once more.</returns>
    /// <inheritdoc cref="Wait(CancellationToken)" path="/exception"/>
    public ConditionResult WaitFor(Func<bool> predicate, CancellationToken cancel = default) =>
        WaitFor(predicate, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>The same, for no longer than <paramref name="timeout"/> in all.</summary>
    /// <param name="predicate">Looks, and changes nothing.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">As above.</param>
    /// <returns>As above; not woken: the time was over, and it did not hold at the last look.</returns>
    /// <inheritdoc cref="Wait(CancellationToken)" path="/exception"/>
    public ConditionResult WaitFor(Func<bool> predicate, TimeSpan timeout, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var deadline = Deadline.After(timeout);
        RequireMutex(nameof(WaitFor));
        while (!predicate())
        {
            if (deadline.HasPassed) return new ConditionResult(IsWoken: false);
            var result = Wait(deadline, cancel);
            if (result.IsAbandoned) return result with { IsWoken = false };
        }
        return new ConditionResult(IsWoken: true);
    }

    /// <summary>Wakes the threads that have waited longest, if any wait. They get the mutex one after another. Never blocks for
    /// long.</summary>
    /// <param name="count">At most so many, at least 1.</param>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the mutex.</exception>
    public void Notify(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        RequireMutex(nameof(Notify));
        while (count-- > 0 && LongestWaiting() is var i and >= 0)
        {
            Volatile.Write(ref At(i)->State, Notified);
            WordOf(i).Wake(1);
        }
    }

    /// <summary>Wakes all threads that wait now.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread does not hold the mutex.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>Detaches; for when no thread of this process uses it any more. The last one to do so removes the condition. The
    /// mutex stays, unless it came along as an argument.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits; nothing has changed.</exception>
    public void Dispose()
    {
        if (_table is null) return;
        _home.Dispose();
        _table = null;
        if (_ownsMutex) _mutex.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => $"{SharedThing.TicketOf(_home)}\n{_mutex.WriteTicket(handover)}";

    /// <inheritdoc/>
    public static SharedCondition FromTicket(string ticket, Handover handover)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var (own, mutexTicket) = (ticket[..ticket.IndexOf('\n')], ticket[(ticket.IndexOf('\n') + 1)..]);
        var mutex = SharedMutex.FromTicket(mutexTicket, handover);
        try { return new SharedCondition(SharedThing.FromTicket(own, SharedKind.Condition), mutex, ownsMutex: true); }
        catch
        {
            mutex.Dispose();
            throw;
        }
    }

    private static SharedCondition Make(string? name, SharedMutex mutex, int mostWaiters)
    {
        ArgumentNullException.ThrowIfNull(mutex);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostWaiters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostWaiters, MostWaiters);
        var home = SharedThing.Create(name, HeaderSize + mostWaiters * sizeof(Slot));
        ((Table*)home.Body)->Capacity = mostWaiters;
        return new SharedCondition(home.Publish(SharedKind.Condition), mutex, ownsMutex: false);
    }

    private void RequireMutex(string member)
    {
        ObjectDisposedException.ThrowIf(_table is null, this);
        if (!_mutex.IsHeldByCurrentThread)
            throw new SynchronizationLockException($"{member} by a thread that does not hold the mutex; acquire it first.");
    }

    private string Display
    {
        get
        {
            if (_table is null) return "disposed";
            var waiting = 0;
            for (var i = 0; i < _table->Capacity; i++) waiting += At(i)->State == Waiting ? 1 : 0;
            return $"{waiting} waiting";
        }
    }
}
