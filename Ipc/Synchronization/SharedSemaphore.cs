// A word that counts (PermitWord), and beside it the most that it may count:
//
//      0         4           8
//      +---------+-----------+
//      | permits |  maximum  |
//      +---------+-----------+
//
// What becomes of the permit of a process that is killed: it is lost, as with sem_post(3). A permit has no owner, it may be taken
// in one process and given back in another, so nobody but the program knows what a permit stood for, and whether the dead one
// still had it. Whoever learns of the death (the parent, mostly) calls Release for it. Where each permit is to come back by
// itself, use as many SharedMutexes: those have owners.

using System.Diagnostics;
using Workbook.Concurrency.Semaphores;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>A number of permits that processes share: whoever takes one may go on, whoever finds none waits.</summary>
/// <remarks>
/// <para>Any thread of any process may call any member. What was written before a release is seen by the one who acquires that
/// permit. Not fair: a newcomer may be faster than the one who is just being woken. A waiter that is killed takes nothing along;
/// a holder that is killed takes its permit along.</para>
/// <para>sem_overview(7), where the same is true.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed unsafe class SharedSemaphore : ICountingSemaphore, IDisposable, IShareable<SharedSemaphore>
{
    /// <summary>What it takes of a region, in bytes, at an offset that 4 divides.</summary>
    internal const int Size = 8;

    private readonly SharedThing? _home; // null: in memory of somebody else
    private readonly int _maximum;
    private PermitWord? _permits; // null when disposed

    /// <summary>A semaphore in memory that belongs to somebody else, and stays attached as long as the semaphore is
    /// used.</summary>
    /// <param name="memory">Where <see cref="Prepare"/> has been.</param>
    /// <param name="name">The same in all processes.</param>
    internal SharedSemaphore(void* memory, string name)
    {
        _permits = new PermitWord(memory, name);
        _maximum = ((int*)memory)[1];
    }

    private SharedSemaphore(SharedThing home) : this(home.Body, home.Name) => _home = home;

    /// <summary>Makes a semaphore that other processes open by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="initial">Permits that are free at first, 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">The most that may ever be free, at least 1; a release beyond it is refused.</param>
    /// <exception cref="IOException">The name is in use.</exception>
    public static SharedSemaphore Create(string name, int initial, int maximum = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name, initial, maximum);
    }

    /// <summary>Makes a semaphore that other processes get as an argument or in a message.</summary>
    /// <param name="initial">Permits that are free at first, 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">The most that may ever be free, at least 1; a release beyond it is refused.</param>
    public static SharedSemaphore CreateAnonymous(int initial, int maximum = int.MaxValue) => Make(null, initial, maximum);

    /// <summary>Attaches to a semaphore that exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing has that name.</exception>
    /// <exception cref="InvalidDataException">It is not a semaphore.</exception>
    public static SharedSemaphore Open(string name) => new(SharedThing.Open(name, SharedKind.Semaphore));

    /// <inheritdoc/>
    public int CurrentCount => Permits.Count;

    /// <summary>The most permits that may be free.</summary>
    public int Maximum => _maximum;

    private PermitWord Permits => _permits ?? throw new ObjectDisposedException(nameof(SharedSemaphore));

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!Permits.TryTake() && !TryAcquire(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire() => Permits.TryTake();

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (TryAcquire(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Release(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!Permits.TryGive(count, _maximum))
            throw new SemaphoreFullException($"Release beyond the maximum of {_maximum}; release once per acquire, after it.");
    }

    /// <summary>Detaches; for when no thread of this process uses it any more. The last one to do so removes the semaphore.
    /// Permits that this process has are not given back by it.</summary>
    /// <exception cref="InvalidOperationException">A thread of this process waits for a permit; nothing has changed.</exception>
    public void Dispose()
    {
        if (_permits is null) return;
        _home?.Dispose();
        _permits = null;
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => SharedThing.TicketOf(_home);

    /// <inheritdoc/>
    public static SharedSemaphore FromTicket(string ticket, Handover handover) =>
        new(SharedThing.FromTicket(ticket, SharedKind.Semaphore));

    /// <summary>Writes the beginning of a semaphore into memory.</summary>
    internal static void Prepare(void* memory, int initial, int maximum)
    {
        ((int*)memory)[1] = maximum;
        Volatile.Write(ref *(int*)memory, initial);
    }

    private static SharedSemaphore Make(string? name, int initial, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(initial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, maximum);
        var home = SharedThing.Create(name, Size);
        Prepare(home.Body, initial, maximum);
        return new SharedSemaphore(home.Publish(SharedKind.Semaphore));
    }

    private bool TryAcquire(Deadline deadline, CancellationToken cancel)
    {
        using var stay = SharedThing.Enter(_home);
        return Permits.TryTake(deadline, cancel);
    }

    private string Display =>
        _permits is null ? "disposed" : $"{_permits.Count} free of {_maximum}{(_permits.HasSleepers ? ", awaited" : "")}";
}
