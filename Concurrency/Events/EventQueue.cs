// Two lists that change places: producers append to one while the loop works through the other.
//
//      posted   _order    click  key  click        _changed  click  key          the loop's mutex guards these
//                  ^ |                                ^ |
//                  | v  Swap, once a round            | v
//      batch    _batch    (empty)                  _batchTypes                   the loop's thread owns these
//
// The data lie with the types (see EventType<T>), which change their two lists in the same Swap. So a whole batch costs the
// mutex once, and once the lists have grown a post allocates nothing.
//
//   I1  Each type stands in _order as often as it has data posted, and in _changed once if it has any; and so the batch.

using System.Diagnostics;

namespace Workbook.Concurrency.Events;

/// <summary>The events of a loop, first in, first out across all types.</summary>
[DebuggerDisplay("{_order.Count} posted, {_batch.Count} in the batch")] // takes no lock
internal sealed class EventQueue
{
    // Guarded by the loop's mutex:
    private List<EventType> _order = [], _changed = [];

    // Of the loop's thread (Swap: with the mutex too):
    private List<EventType> _batch = [], _batchTypes = [];

    /// <summary>How many were posted since the last swap. The mutex is held.</summary>
    public int Posted => _order.Count;

    /// <summary>What was swapped in last. On the loop's thread.</summary>
    public List<EventType> Batch => _batch;

    /// <summary>The mutex is held.</summary>
    public void Add<T>(EventType<T> type, T data)
    {
        _order.Add(type);
        if (type.Add(data)) _changed.Add(type);
    }

    /// <summary>Makes a batch of what was posted. On the loop's thread, and the mutex is held.</summary>
    public void Swap()
    {
        Debug.Assert(_batch.Count == 0 && _batchTypes.Count == 0, "I1");
        foreach (var type in _changed) type.Swap();
        (_order, _batch) = (_batch, _order);
        (_changed, _batchTypes) = (_batchTypes, _changed);
    }

    /// <summary>Forgets the batch, dispatched or not. On the loop's thread.</summary>
    public void EndBatch()
    {
        foreach (var type in _batchTypes) type.EndBatch();
        _batchTypes.Clear();
        _batch.Clear();
    }

    /// <summary>Forgets what was posted. The mutex is held.</summary>
    public void DropPosted()
    {
        foreach (var type in _changed) type.DropPosted();
        _changed.Clear();
        _order.Clear();
    }
}
