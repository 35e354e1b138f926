// A door between processes that stays as it was left, in one word:
//
//      31            2   1   0
//      +---------------+---+---+      number: how often the door was opened
//      |    number     | s | o |      s: somebody may be asleep      o: open
//      +---------------+---+---+
//
//   I1  Set on a closed door changes the number, and nothing else does.
//   I2  Whoever sleeps put s there, or saw it, and sleeps on a value with o = 0.
//   I3  A waiter passes when it sees the door open, or another number than when it came: a Set lets go all who waited then,
//       whatever Reset does before they wake up.
//
// A waiter would have to sleep through 2^30 sets to miss one by I3; it looks every 20 ms.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>An event between processes that stays set, and lets everybody pass, until it is reset.</summary>
/// <remarks>Any thread of any process may call any member. What was written before <see cref="Set"/> is seen by whoever it lets
/// pass. A waiter that is killed leaves nothing behind.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class SharedEvent : IDisposable, IShareable<SharedEvent>
{
    /// <summary>What it takes of a region, in bytes, at an offset that 4 divides. All zero is an event that is not set.</summary>
    internal const int Size = 4;

    private const uint Flag = 1, Sleepers = 2, One = 4; // o, s, and the lowest bit of the number

    private readonly SharedThing? _home; // null: in memory of somebody else
    private readonly WaitWord _sleepers; // on:
    private uint* _word;                 // by compare-and-swap only, a full fence; null when disposed

    /// <summary>An event in memory that belongs to somebody else, and stays attached as long as the event is used.</summary>
    internal SharedEvent(void* memory, string name)
    {
        _word = (uint*)memory;
        _sleepers = new WaitWord(memory, name);
    }

    private SharedEvent(SharedThing home) : this(home.Body, home.Name) => _home = home;

    /// <summary>Makes an event that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="set">Whether it is set at first.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedEvent Create(string name, bool set = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name, set);
    }

    /// <summary>Makes an event that other processes get as an argument or in a message.</summary>
    /// <param name="set">Whether it is set at first.</param>
    public static SharedEvent CreateAnonymous(bool set = false) => Make(null, set);

    /// <summary>Attaches to an event that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not an event of this type.</exception>
    public static SharedEvent Open(string name) => new(SharedThing.Open(name, SharedKind.Event));

    /// <summary>Whether a wait would return at once; stale by the time it returns, if somebody resets.</summary>
    public bool IsSet => (Volatile.Read(ref *Word) & Flag) != 0;

    private uint* Word => _word is not null ? _word : throw new ObjectDisposedException(nameof(SharedEvent));

    /// <summary>Sets the event and lets all who wait go. May be repeated. Never blocks for long.</summary>
    public void Set()
    {
        uint seen;
        do
        {
            seen = Volatile.Read(ref *Word);
            if ((seen & Flag) != 0) return;
        }
        while (Interlocked.CompareExchange(ref *Word, (seen & ~Sleepers) + One | Flag, seen) != seen); // I1
        if ((seen & Sleepers) != 0) _sleepers.Wake(WaitWord.All); // all: each of them may pass
    }

    /// <summary>Unsets the event: whoever waits from now on blocks. May be repeated. Never blocks for long.</summary>
    public void Reset() => Interlocked.And(ref *Word, ~Flag);

    /// <summary>Blocks until the event is set.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was not set.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!IsSet && !Wait(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>Blocks until the event is set, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True when it was set, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was not set.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Wait(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Detaches; for when no thread of this process uses it any more. The last one to do so removes the
    /// event.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits; nothing has changed.</exception>
    public void Dispose()
    {
        if (_word is null) return;
        _home?.Dispose();
        _word = null;
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => SharedThing.TicketOf(_home);

    /// <inheritdoc/>
    public static SharedEvent FromTicket(string ticket, Handover handover) =>
        new(SharedThing.FromTicket(ticket, SharedKind.Event));

    private static SharedEvent Make(string? name, bool set)
    {
        var home = SharedThing.Create(name, Size);
        *(uint*)home.Body = set ? Flag : 0;
        return new SharedEvent(home.Publish(SharedKind.Event));
    }

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        using var stay = SharedThing.Enter(_home);
        var before = Volatile.Read(ref *Word);
        if ((before & Flag) != 0) return true;

        using var wake = _sleepers.WakeOn(cancel);
        while (true)
        {
            var isLast = cancel.IsCancellationRequested || deadline.HasPassed;
            var seen = Volatile.Read(ref *Word);
            if ((seen & Flag) != 0 || seen / One != before / One) return true; // I3
            if (isLast) return false;
            var marked = seen | Sleepers; // I2
            if (seen == marked || Interlocked.CompareExchange(ref *Word, marked, seen) == seen) _sleepers.Sleep(marked, deadline);
        }
    }

    private string Display =>
        _word is null ? "disposed"
        : $"{((*_word & Flag) != 0 ? "set" : "not set")}{((*_word & Sleepers) != 0 ? ", awaited" : "")}";
}
