// A linked list, changed only at its head, by compare-and-swap:
//
//      push(x)   node = (x, next: head)          _head --> c --> b --> a
//                swap head to node,                 ^
//                if it still is what we saw         +-- node x, if the swap succeeds
//
//      pop       seen = head                     _head --> c --> b --> a
//                swap head to seen.Next,            |            ^
//                if it still is seen                +------------+  if the swap succeeds
//
//   I1  From _head, the Next links lead through all items that are in the stack, youngest first, to null.
//   I2  A node's Item and Next never change once _head has pointed to it.
//
// I2 is why the pop is right although it read seen.Next before the swap: if _head still is that very node, its Next is still
// what it was. That needs nodes that are never used again while somebody may hold a reference to them. The garbage collector
// promises just that; with nodes from a pool of our own the swap may succeed on a node that had gone and come back (ABA):
// exercise 412 shows what is lost then.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Queues;

/// <summary>A last-in-first-out stack without locks: a thread that is suspended anywhere holds up nobody.</summary>
/// <remarks>Any thread may call any member. Lock-free: whenever a swap fails, another thread's has succeeded. A push makes one
/// node. Treiber, Systems Programming: Coping with Parallelism, IBM 1986; Herlihy and Shavit, ch. 11.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class TreiberStack<T>
{
    private Node? _head; // by Interlocked, a full fence: what the pusher wrote is seen by whoever pops

    private sealed class Node(T item)
    {
        public readonly T Item = item;
        public Node? Next; // written by the pusher only, before [publish]
    }

    /// <summary>Whether it was empty a moment ago.</summary>
    public bool IsEmpty => Volatile.Read(ref _head) is null;

    /// <summary>Puts an item on top. Never waits.</summary>
    public void Push(T item)
    {
        var node = new Node(item);
        var seen = Volatile.Read(ref _head);
        while (true)
        {
            node.Next = seen;
            var found = Interlocked.CompareExchange(ref _head, node, seen); // [publish]
            if (found == seen) return;
            seen = found; // another was faster: try on top of its node
        }
    }

    /// <summary>Removes the item on top. Never waits.</summary>
    /// <returns>False when it was empty.</returns>
    public bool TryPop([MaybeNullWhen(false)] out T item)
    {
        var seen = Volatile.Read(ref _head); // pairs with [publish]: Item and Next are there
        while (seen is not null)
        {
            var found = Interlocked.CompareExchange(ref _head, seen.Next, seen);
            if (found == seen)
            {
                item = seen.Item;
                return true;
            }
            seen = found;
        }
        item = default;
        return false;
    }

    private string Display => Volatile.Read(ref _head) is { } head ? $"top = {head.Item}" : "empty";
}
