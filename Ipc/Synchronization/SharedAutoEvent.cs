// A turnstile between processes: each Set lets one through. It is a count that never goes beyond 1 (PermitWord), and a Set that
// finds it there changes nothing: it is remembered once.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>An event between processes that lets one waiter pass per set, and unsets itself.</summary>
/// <remarks>Any thread of any process may call any member. What was written before <see cref="Set"/> is seen by the one whom it
/// lets pass. Whoever comes along may pass before the one who is just being woken. A waiter that is killed takes no set
/// along.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class SharedAutoEvent : IDisposable, IShareable<SharedAutoEvent>
{
    private readonly SharedThing _home;
    private PermitWord? _set; // null when disposed

    private SharedAutoEvent(SharedThing home)
    {
        _home = home;
        _set = new PermitWord(home.Body, home.Name);
    }

    /// <summary>Makes an event that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="set">Whether it is set at first.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedAutoEvent Create(string name, bool set = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name, set);
    }

    /// <summary>Makes an event that other processes get as an argument or in a message.</summary>
    /// <param name="set">Whether it is set at first.</param>
    public static SharedAutoEvent CreateAnonymous(bool set = false) => Make(null, set);

    /// <summary>Attaches to an event that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not an event of this type.</exception>
    public static SharedAutoEvent Open(string name) => new(SharedThing.Open(name, SharedKind.AutoEvent));

    /// <summary>Whether a set is remembered that nobody has used yet; stale by the time it returns.</summary>
    public bool IsSet => Word.Count != 0;

    private PermitWord Word => _set ?? throw new ObjectDisposedException(nameof(SharedAutoEvent));

    /// <summary>Lets one waiter go, or, when nobody waits, the next to come. Never blocks for long.</summary>
    public void Set() => Word.TryGive(1, maximum: 1); // false: set already, and it stays so

    /// <summary>Forgets a set that nobody has used. Never blocks for long.</summary>
    public void Reset() => Word.Clear();

    /// <summary>Blocks until a set is there for this thread, and uses it up.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before; no set was used up.</exception>
    public void Wait(CancellationToken cancel = default)
    {
        if (!Wait(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>Blocks until a set is there for this thread, and uses it up, but only for <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (a look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True with the set used up, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before; no set was used up.</exception>
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
        if (_set is null) return;
        _home.Dispose();
        _set = null;
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => SharedThing.TicketOf(_home);

    /// <inheritdoc/>
    public static SharedAutoEvent FromTicket(string ticket, Handover handover) =>
        new(SharedThing.FromTicket(ticket, SharedKind.AutoEvent));

    private static SharedAutoEvent Make(string? name, bool set)
    {
        var home = SharedThing.Create(name, sizeof(uint));
        *home.Body = (byte)(set ? 1 : 0);
        return new SharedAutoEvent(home.Publish(SharedKind.AutoEvent));
    }

    private bool Wait(Deadline deadline, CancellationToken cancel)
    {
        using var stay = SharedThing.Enter(_home);
        return Word.TryTake(deadline, cancel);
    }

    private string Display =>
        _set is null ? "disposed" : $"{(_set.Count != 0 ? "set" : "not set")}{(_set.HasSleepers ? ", awaited" : "")}";
}
