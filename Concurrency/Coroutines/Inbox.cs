// Values on their way into a coroutine. Three items, two of them promised:
//
//              _items          +---+---+---+
//      Send ----------------->   c | b | a   ----> Item, when the turn of the first who was promised one has come
//                              +---+---+---+
//                                  ^^^^^^^^^ _promised = 2: two receivers are ready, each will find one
//
//   I1  0 <= _promised <= _items.Count.
//   I2  Receivers wait only while every item is promised, so while _promised == _items.Count.
//
// I2 gives the order: a receiver that comes late cannot take what one before it was woken for. And since those who are ready
// take their turns first in, first out, they find the items in the order of their promises.

using System.Diagnostics;

namespace Workbook.Concurrency.Coroutines;

/// <summary>Values that are sent to coroutines: what <c>send</c> is for a generator in Python, where a yield has a value.
/// In C# it has none, so the value waits here.</summary>
/// <remarks>
/// <code>
/// while (true)
/// {
///     yield return numbers.Receive();
///     sum += numbers.Item;
/// }
/// </code>
/// First in, first out, receivers too; without a bound. Not thread-safe, as the scheduler is not.
/// Python Enhancement Proposal 342, Coroutines via Enhanced Generators.
/// </remarks>
[DebuggerDisplay("{_name,nq}: {_items.Count} items, {_receivers.Count} waiting")]
public sealed class Inbox<T> : IAwaited
{
    private readonly CoroutineScheduler _scheduler;
    private readonly string _name;
    private readonly Queue<T> _items = [];
    private readonly LinkedList<Coroutine> _receivers = []; // they wait
    private int _promised;
    private T? _item;
    private bool _hasItem;

    /// <param name="scheduler">The one whose coroutines receive.</param>
    /// <param name="name">For debuggers and messages.</param>
    public Inbox(CoroutineScheduler scheduler, string name = "inbox")
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (_scheduler, _name) = (scheduler, name);
    }

    /// <summary>How many items nobody has received.</summary>
    public int Count => _items.Count;

    /// <summary>What was received last. Read it in the turn that <see cref="Receive"/> led to: a later one changes it.</summary>
    /// <exception cref="InvalidOperationException">Nothing was received yet.</exception>
    public T Item => _hasItem ? _item!
        : throw new InvalidOperationException($"Nothing was received from {_name}; yield return Receive() first.");

    string IAwaited.What => $"an item in {_name}";

    /// <summary>Puts an item in. Never blocks; who receives it does so at its next turn, and the sender goes on.</summary>
    /// <exception cref="InvalidOperationException">By another thread, while the scheduler runs.</exception>
    public void Send(T item)
    {
        _scheduler.RequireItsThread(nameof(Send));
        _items.Enqueue(item);
        Promise();
    }

    /// <summary>A step that waits for an item, which is then in <see cref="Item"/>.</summary>
    public Step Receive() => new(this);

    bool IAwaited.Enter(Coroutine waiter)
    {
        if (waiter.Scheduler != _scheduler)
            throw new InvalidOperationException(
                $"{waiter.Name} receives from {_name}, which belongs to another scheduler; make an inbox for its own.");
        if (_items.Count > _promised)
        {
            _promised++;
            return false;
        }
        _receivers.AddLast(waiter);
        return true;
    }

    Exception? IAwaited.Resume()
    {
        Debug.Assert(_promised > 0 && _promised <= _items.Count, "I1");
        _promised--;
        (_item, _hasItem) = (_items.Dequeue(), true);
        return null;
    }

    void IAwaited.Leave(Coroutine waiter)
    {
        if (_receivers.Remove(waiter)) return;
        _promised--; // it was woken, and will not come
        Promise();
    }

    private void Promise()
    {
        if (_receivers.First is not { } first) return;
        _receivers.RemoveFirst();
        _promised++;
        Debug.Assert(_promised <= _items.Count && (_receivers.Count == 0 || _promised == _items.Count), "I2");
        _scheduler.Wake(first.Value);
    }
}
