// The data of one kind of event lie in lists of their own type, so that posting a struct allocates nothing. The order among the
// kinds is the queue's: see EventQueue.
//
//   I1  Data are in _posted, then in _batch from _next on, then gone; always in the order of their posts.

using System.Diagnostics;

namespace Workbook.Concurrency.Events;

/// <summary>A kind of event, and the data that comes with each one. Made by <see cref="EventLoop.Define{T}"/>.</summary>
[DebuggerDisplay("{Name,nq}: {_handlers.Length} handlers")] // takes no lock
public sealed class EventType<T> : EventType
{
    // Guarded by the loop's mutex:
    private List<T> _posted = [];
    private volatile Handler<T>[] _handlers = []; // replaced under the mutex, never changed: the loop's thread reads it without

    // Touched by the loop's thread only (Swap: with the mutex too):
    private List<T> _batch = [];
    private int _next; // in _batch

    internal EventType(EventLoop loop, string name) : base(loop, name) { }

    /// <returns>Whether it is the first since the last swap. The mutex is held.</returns>
    internal bool Add(T data)
    {
        _posted.Add(data);
        return _posted.Count == 1;
    }

    /// <summary>The mutex is held, here and in Remove.</summary>
    internal void Add(Handler<T> handler) => _handlers = [.. _handlers, handler];

    internal void Remove(Handler<T> handler) => _handlers = [.. _handlers.Where(one => one != handler)];

    internal override void Swap()
    {
        Debug.Assert(_batch.Count == 0 && _next == 0, "I1");
        (_posted, _batch) = (_batch, _posted);
    }

    internal override void DispatchNext()
    {
        var data = _batch[_next++];
        foreach (var handler in _handlers) // as they are now: one that is added meanwhile has to wait for the next event
        {
            if (!handler.IsRegistered) continue;
            try { handler.Body(data); }
            catch (Exception e) { Loop.Report(Name, e); } // everything: the loop shall live
        }
    }

    internal override void EndBatch()
    {
        _batch.Clear(); // let the collector have what was dispatched
        _next = 0;
    }

    internal override void DropPosted() => _posted.Clear();
}
