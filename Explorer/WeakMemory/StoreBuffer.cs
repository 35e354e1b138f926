// What a thread has written and others do not see yet, the oldest first, as in Sewell, Sarkar, Owens, Nardelli, Myreen,
// "x86-TSO", CACM 2010. It is emptied by a thread of its own, so that every strategy, which chooses among threads, chooses when:
//
//      w1           x = 1 | y = 2      (steps of w1, that nobody sees)
//                        |
//                        v
//                 [ x = 1, y = 2 ]
//                     |
//      b1           x = 1 reaches memory | y = 2 reaches memory      (steps of "the store buffer of w1", on x and on y)
//
//      Buffer k     on a token of its own              comes before
//      Flush k      on that token, the place, and the buffer            comes before
//      Fence        on the buffer, once it is empty
//
//   B1  Writes reach memory in the order in which they were done.
//   B2  Whether a fence is a step depends on what its thread did, and not on what has reached memory by then: executions that
//       differ in the order of independent steps have the same steps.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.WeakMemory;

/// <summary>The writes of one thread that have not reached memory yet. As a resource it is what fences are done on.</summary>
/// <param name="owner">Whose.</param>
/// <param name="drain">The thread that empties it.</param>
internal sealed class StoreBuffer(ControlledThread owner, ControlledThread drain) : Resource
{
    private readonly Queue<DelayedWrite> _writes = [];
    private readonly List<Location> _since = []; // what was written since the last fence, whether it has reached memory or not
    private DelayedWrite? _newest; // what it wrote is not known yet

    public override string Name => $"the store buffer of {owner.Name}";

    public ControlledThread Drain => drain;

    /// <summary>What is in it, the oldest first.</summary>
    public IReadOnlyCollection<DelayedWrite> Writes => _writes;

    /// <summary>Where these go, each place once.</summary>
    public List<MemoryCell> Cells { get; } = [];

    /// <summary>Whether memory holds them, as its thread sees it, and each cell keeps what all see.</summary>
    public bool IsShown { get; set; }

    public bool IsEmpty => _writes.Count == 0;

    /// <summary>Whether its thread has written since its last fence: B2.</summary>
    public bool IsDirty => _since.Count > 0;

    /// <summary>How many writes that were.</summary>
    public int SinceFence => _since.Count;

    /// <summary>Whether its thread has come to its end, and waits for its writes to reach memory.</summary>
    public bool IsClosing { get; set; }

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind != OperationKind.Fence || IsEmpty;

    /// <summary>The newest write of that very place, which its thread reads, and not what memory has; null: there is
    /// none.</summary>
    public DelayedWrite? Newest(Location place)
    {
        DelayedWrite? newest = null;
        foreach (var write in _writes)
        {
            if (write.Place == place) newest = write;
        }
        return newest;
    }

    /// <summary>The newest write of anything of a place; null: there is none.</summary>
    public DelayedWrite? NewestIn(Location whole) => _writes.LastOrDefault(write => write.Place.Whole == whole);

    /// <summary>What its thread sees at a place: the writes in it, done on what all see.</summary>
    /// <param name="cell">The place.</param>
    /// <param name="seen">What all see there.</param>
    public object? Seen(MemoryCell cell, object? seen)
    {
        foreach (var write in _writes)
        {
            if (write.Cell == cell) seen = MemoryCell.After(seen, write);
        }
        return seen;
    }

    /// <summary>Whether something was written since the last fence that has bytes in common with the place, and is not that very
    /// place.</summary>
    public bool Overlaps(Location place)
    {
        foreach (var written in _since)
        {
            if (written == place || written.Whole != place.Whole) continue;
            if (written.Whole == written || place.Whole == place || written.Shares(place)) return true;
        }
        return false;
    }

    public void Add(DelayedWrite write)
    {
        _writes.Enqueue(write);
        _since.Add(write.Place);
        if (!Cells.Contains(write.Cell)) Cells.Add(write.Cell);
        if (_writes.Count == 1) drain.Pending = write.Flush;
        (_newest, IsShown, drain.HasStep) = (write, true, true);
    }

    /// <summary>Its thread has done the write that it announced last.</summary>
    public void Capture()
    {
        if (_newest is null) return;
        _newest.Value = _newest.Cell.Value;
        _newest = null;
    }

    /// <summary>Takes out the oldest.</summary>
    public DelayedWrite Take() // B1
    {
        var write = _writes.Dequeue();
        drain.HasStep = !IsEmpty;
        if (!_writes.Any(other => other.Cell == write.Cell)) Cells.Remove(write.Cell);
        if (_writes.TryPeek(out var next)) drain.Pending = next.Flush;
        return write;
    }

    /// <summary>Its thread has been at a fence.</summary>
    public void Fenced() => _since.Clear();
}
