// Slots of 128 bytes in shared memory, which every process sees at an address of its own; so no references, only numbers.
// Capacity 3:
//
//      0          4        8        16       64                192               320               448
//      +----------+--------+--------+--------+-----------------+-----------------+-----------------+
//      | capacity | closed | puts   | takes  | length, letter  | length, letter  | length, letter  |
//      +----------+--------+--------+--------+-----------------+-----------------+-----------------+
//                          how many ever     slot: number of the letter % capacity
//
// Whenever no process that lives holds _mutex:
//   I1  0 <= puts - takes <= capacity, and the letters takes, takes + 1, ... puts - 1 are whole.
//   I2  Nobody sleeps beside a letter or room that is there: its notification came before it.
//   I3  closed is never unset.
//
// A process may be killed anywhere, also in the middle of Put, with the mutex. Three things make that harmless. What a put
// changes for others is one write, puts + 1, and it is the last [publish]; killed before, the letter was never there. The same
// for takes. And the sleeper is notified before that write [notify], not after: killed between the two, it looks in vain and
// sleeps on; the other way round it would sleep beside a letter. So whoever gets the mutex abandoned finds I1 and I2, and has
// nothing to repair.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Examples.Ipc.Letters;

/// <summary>A bounded queue of short texts between processes: first in, first out.</summary>
/// <remarks>Any thread of any process may call any member. No more than 64 may sleep at once while it is full, and 64 while it is
/// empty: <see cref="SharedCondition"/> refuses the next one.</remarks>
[DebuggerDisplay("{Name,nq}: {Count} of {Capacity}, Closed = {IsClosed}")] // takes no lock
public sealed class LetterBox : IShareable<LetterBox>, IDisposable
{
    /// <summary>The longest letter, in bytes of UTF-8.</summary>
    public const int LongestLetter = SlotSize - sizeof(int);

    private const int CapacityAt = 0, ClosedAt = 4, PutsAt = 8, TakesAt = 16, FirstSlotAt = 64, SlotSize = 128;

    private readonly SharedMutex _mutex; // guards what is in:
    private readonly SharedRegion _region;
    private readonly SharedCondition _letterCame, _roomFreed;

    private LetterBox(string name, SharedMutex mutex, SharedRegion region, SharedCondition letterCame, SharedCondition roomFreed)
    {
        (Name, _mutex, _region, _letterCame, _roomFreed) = (name, mutex, region, letterCame, roomFreed);
        Capacity = region.ValueAt<int>(CapacityAt);
    }

    /// <summary>Makes a letter box that others open by its name.</summary>
    /// <param name="name">Nobody uses it yet.</param>
    /// <param name="capacity">In letters, at least 1.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static LetterBox Create(string name, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return Attach(name, SharedMutex.Create($"{name}-mutex"), mutex => // who opens it meanwhile waits in Open
        {
            var region = SharedRegion.Create(name, FirstSlotAt + ((long)capacity * SlotSize));
            region.ValueAt<int>(CapacityAt) = capacity;
            return (region, SharedCondition.Create($"{name}-came", mutex), SharedCondition.Create($"{name}-freed", mutex));
        });
    }

    /// <summary>Attaches to a letter box that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    public static LetterBox Open(string name) => Attach(name, SharedMutex.Open($"{name}-mutex"), mutex =>
        (SharedRegion.Open(name), SharedCondition.Open($"{name}-came", mutex), SharedCondition.Open($"{name}-freed", mutex)));

    /// <summary>What <see cref="Open"/> finds it by.</summary>
    public string Name { get; }

    /// <summary>How many letters it holds at most.</summary>
    public int Capacity { get; }

    /// <summary>How many letters it holds; stale by the time it returns.</summary>
    public int Count => (int)Math.Clamp(Volatile.Read(ref Puts) - Volatile.Read(ref Takes), 0, Capacity);

    /// <summary>Whether <see cref="Close"/> was called, by any process.</summary>
    public bool IsClosed => Volatile.Read(ref Closed) != 0;

    private ref long Puts => ref _region.ValueAt<long>(PutsAt);

    private ref long Takes => ref _region.ValueAt<long>(TakesAt);

    private ref int Closed => ref _region.ValueAt<int>(ClosedAt);

    /// <summary>Appends a letter, sleeping while it is full.</summary>
    /// <exception cref="ArgumentException">Longer than <see cref="LongestLetter"/>.</exception>
    /// <exception cref="InvalidOperationException">Closed, before the call or during it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the letter was not added.</exception>
    public void Put(string letter, CancellationToken cancel = default)
    {
        if (!TryPut(letter, Timeout.InfiniteTimeSpan, cancel))
            throw new InvalidOperationException("Put into a closed letter box; close it after the last put.");
    }

    /// <summary>Appends a letter, sleeping no longer than <paramref name="timeout"/> while it is full.</summary>
    /// <returns>False: still full at the end of the time, or closed.</returns>
    /// <exception cref="ArgumentException">Longer than <see cref="LongestLetter"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it was full; the letter was not added.</exception>
    public bool TryPut(string letter, TimeSpan timeout = default, CancellationToken cancel = default)
    {
        var bytes = Encoding.UTF8.GetBytes(letter);
        if (bytes.Length > LongestLetter)
            throw new ArgumentException($"A letter of {bytes.Length} bytes is too long; {LongestLetter} fit in.", nameof(letter));
        using (_mutex.Hold()) // abandoned or not: see above
        {
            if (!Await(() => Puts - Takes < Capacity || IsClosed, _roomFreed, timeout, cancel)) return false; // [full]
            if (IsClosed) return false;              // although there may be room
            var slot = Slot(Puts);
            BitConverter.TryWriteBytes(slot, bytes.Length);
            bytes.CopyTo(slot[sizeof(int)..]);       // [write] into a slot that nobody looks at yet
            _letterCame.Notify();                    // [notify] one letter, one process
            Volatile.Write(ref Puts, Puts + 1);      // [publish] now, and all at once
            return true;
        }
    }

    /// <summary>Removes the oldest letter, sleeping while it is empty.</summary>
    /// <returns>False once it is closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool Take([MaybeNullWhen(false)] out string letter, CancellationToken cancel = default) =>
        TryTake(out letter, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Removes the oldest letter, sleeping no longer than <paramref name="timeout"/> while it is empty.</summary>
    /// <returns>False: still empty at the end of the time, or closed and drained.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was empty; nothing was removed.</exception>
    public bool TryTake([MaybeNullWhen(false)] out string letter, TimeSpan timeout = default, CancellationToken cancel = default)
    {
        letter = null;
        using (_mutex.Hold())
        {
            if (!Await(() => Puts > Takes || IsClosed, _letterCame, timeout, cancel)) return false; // [empty]
            if (Puts == Takes) return false;         // [drained]
            var slot = Slot(Takes);
            letter = Encoding.UTF8.GetString(slot.Slice(sizeof(int), BitConverter.ToInt32(slot)));
            _roomFreed.Notify();
            Volatile.Write(ref Takes, Takes + 1);
            return true;
        }
    }

    /// <summary>Refuses further puts, in all processes; what is left may still be taken. May be repeated.</summary>
    public void Close()
    {
        using (_mutex.Hold())
        {
            _letterCame.NotifyAll();
            _roomFreed.NotifyAll();
            Volatile.Write(ref Closed, 1);
        }
    }

    /// <summary>Detaches; the last process to do so takes it away.</summary>
    public void Dispose()
    {
        _letterCame.Dispose();
        _roomFreed.Dispose();
        _region.Dispose();
        _mutex.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => Name;

    /// <inheritdoc/>
    public static LetterBox FromTicket(string ticket, Handover handover) => Open(ticket);

    private static LetterBox Attach(
        string name, SharedMutex mutex, Func<SharedMutex, (SharedRegion, SharedCondition, SharedCondition)> attach)
    {
        try
        {
            using (mutex.Hold())
            {
                var (region, letterCame, roomFreed) = attach(mutex);
                return new LetterBox(name, mutex, region, letterCame, roomFreed);
            }
        }
        catch
        {
            mutex.Dispose(); // or its name would stay as long as this process
            throw;
        }
    }

    private Span<byte> Slot(long number) => _region.AsSpan(FirstSlotAt + (number % Capacity * SlotSize), SlotSize);

    // A wait that comes back abandoned has not looked: it looks again, for the time that is left.
    private static bool Await(Func<bool> predicate, SharedCondition condition, TimeSpan timeout, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        for (var left = timeout; ;)
        {
            var result = condition.WaitFor(predicate, left, cancel);
            if (!result.IsAbandoned) return result.IsWoken;
            if (timeout == Timeout.InfiniteTimeSpan) continue;
            left = timeout - Stopwatch.GetElapsedTime(start);
            if (left < TimeSpan.Zero) left = TimeSpan.Zero;
        }
    }
}
