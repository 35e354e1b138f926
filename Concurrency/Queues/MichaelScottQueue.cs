// A linked list with a dummy in front; the dummy is whatever was dequeued last:
//
//      _head --> dummy --> a --> b --> c --> null
//                                      ^
//                                    _tail        (or b: the tail may lag by one node)
//
//      enqueue   1  swap the last node's Next from null to the new node   [link]     from here on the item is in the queue
//                2  swap _tail from the last node to the new one          [swing]    or whoever finds it lagging
//
//      dequeue   swap _head from the dummy to its Next, whose item is the result; that node is the new dummy   [advance]
//
//   I1  From _head, the Next links lead to the last node, the only one whose Next is null. A Next is set once.
//   I2  _tail is the last node, or the one before it while an enqueue is between [link] and [swing].
//   I3  _head never passes _tail: a dequeue that finds both at the same node, and a Next, first helps [swing].
//
// "Helping" is what makes it lock-free: a thread that is suspended between its two steps holds up nobody, the next one does
// its second step. As in TreiberStack, the garbage collector is why a node that was seen cannot come back as another.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Queues;

/// <summary>An unbounded first-in-first-out queue without locks.</summary>
/// <remarks>Any thread may call any member. Lock-free: whenever a swap fails, another thread's has succeeded. An enqueue
/// makes one node. Michael and Scott, Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue Algorithms,
/// PODC 1996; Herlihy and Shavit, ch. 10.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class MichaelScottQueue<T>
{
    private Node _head; // by Interlocked; each swap is a full fence, and pairs with the volatile reads below
    private Node _tail;

    /// <summary>An empty queue.</summary>
    public MichaelScottQueue() => _head = _tail = new Node(default!);

    private sealed class Node(T item)
    {
        public T Item = item; // set to default by whoever dequeued it, so that the dummy keeps nothing alive
        public Node? Next;
    }

    /// <summary>Whether it was empty a moment ago.</summary>
    public bool IsEmpty => Volatile.Read(ref Volatile.Read(ref _head).Next) is null;

    /// <summary>Appends an item. Never waits.</summary>
    public void Enqueue(T item)
    {
        var node = new Node(item);
        while (true)
        {
            var last = Volatile.Read(ref _tail);
            var next = Interlocked.CompareExchange(ref last.Next, node, null);           // [link]
            if (next is null)
            {
                Interlocked.CompareExchange(ref _tail, node, last);                      // [swing], unless another has helped
                return;
            }
            Interlocked.CompareExchange(ref _tail, next, last);                          // [swing] for the one who linked next
        }
    }

    /// <summary>Removes the oldest item. Never waits.</summary>
    /// <returns>False when it was empty.</returns>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        while (true)
        {
            var dummy = Volatile.Read(ref _head);
            var last = Volatile.Read(ref _tail);
            var next = Volatile.Read(ref dummy.Next);
            if (next is null)
            {
                item = default;
                return false; // a dummy without Next is the last node: empty, at the moment of that read
            }
            if (dummy == last)
            {
                Interlocked.CompareExchange(ref _tail, next, last);                      // [swing]: I3
                continue;
            }
            // Before [advance]: afterwards its owner is who swapped, and he clears it. So whoever loses may read half of an item, and
            // drops it: a race, and a harmless one.
            item = next.Item;
            if (Interlocked.CompareExchange(ref _head, next, dummy) != dummy) continue;  // [advance]
            next.Item = default!; // let the collector have what we gave away
            return true;
        }
    }

    private string Display
    {
        get
        {
            // Walks the list; a node that goes meanwhile still leads on.
            var count = 0;
            for (var node = Volatile.Read(ref _head).Next; node is not null && count < 1000; node = node.Next) count++;
            return count == 1000 ? "Count >= 1000" : $"Count = {count}";
        }
    }
}
