namespace Workbook.Explorer.Scheduling;

/// <summary>The threads of one exploration, all on one core.</summary>
/// <remarks>Used by whoever has the baton. Shutdown: Dispose, when no execution runs, ends the threads, and returns when they are
/// gone.</remarks>
/// <param name="core">The core on which they are; -1: wherever the system likes.</param>
/// <param name="portable">Whether their gates are to do without futexes.</param>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class Carriers(int core, bool portable = false) : IDisposable
{
    /// <summary>An execution has no more threads than this at once: each takes a thread of the system.</summary>
    public const int Most = 1_000;

    private readonly Stack<Carrier> _idle = new();
    private NoVerdictException? _abandoned;

    public int Core { get; } = core;

    /// <summary>How many there are, at work or idle: as many as an execution had threads at once.</summary>
    public int Count { get; private set; }

    /// <summary>Opened at the end of each execution, for the thread that explores.</summary>
    public Gate Over { get; } = new(portable);

    /// <summary>Keeps the calling thread on their core too, until the result is disposed of by the same thread.</summary>
    public Pinning Pinned() => new(Core);

    /// <summary>One that is idle, or a new one, which will run <paramref name="thread"/>.</summary>
    /// <exception cref="RefusedException">There are too many.</exception>
    public Carrier Take(Execution execution, ControlledThread thread)
    {
        if (!_idle.TryPop(out var carrier))
        {
            if (Count == Most)
                throw new RefusedException($"The test has more than {Most} threads at once: more than the explorer carries.");
            try { carrier = new Carrier(Core, portable); }
            catch (OutOfMemoryException e)
            {
                throw new RefusedException($"The system gives the explorer no more than {Count} threads.", e);
            }
            Count++;
        }
        carrier.Carry(execution, thread);
        return carrier;
    }

    /// <summary>It has nothing to run any more.</summary>
    public void Return(Carrier carrier) => _idle.Push(carrier);

    /// <summary>Why nobody waits for their execution any more; null: somebody does.</summary>
    public NoVerdictException? Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>Lets the thread that explores go, although an execution has not ended and may never. Any thread may call it,
    /// until <see cref="Dispose"/>.</summary>
    public void Abandon(NoVerdictException why)
    {
        Volatile.Write(ref _abandoned, why); // with the read in Abandoned
        Over.Open();
    }

    public void Dispose()
    {
        if (Abandoned is not null) return; // one of them is not idle, and may come back at any time: they are background threads
        if (_idle.Count < Count) return; // an execution was broken off by a fault of ours: its threads are background ones
        foreach (var carrier in _idle) carrier.End();
        _idle.Clear();
        Count = 0;
        Over.Free();
    }
}
