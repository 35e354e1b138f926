// A linked list, changed only at its head, by compare-and-swap:
//
//      push(d)   node d, next = head          _head --> c --> b --> a
//                swap, if head still is c        ^
//                                                +-- d, if the swap succeeds
//
//      pop       seen = head, after = c.Next  _head --> c --> b --> a
//                swap, if head still is c        |            ^
//                                                +------------+  if the swap succeeds
//
//   I1  From _head, the Next links lead through all items of the stack, youngest first, to null.
//   I2  A node's Item and Next never change once _head has pointed to it, and it is never used again.
//
// Because of I2 a head that still is c means a stack that still is what the pop saw. The garbage collector stands for the second
// half: while anybody holds a reference to a node, there is no other at its place.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Queues.LockFreeStacks;

/// <summary>A last-in-first-out stack without a lock. Any thread may call any member, and nobody ever waits.</summary>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class LockFreeStack<T>
{
    private Node? _head;       // by Interlocked, a full fence; the volatile reads pair with it
    private long _failedSwaps; // by Interlocked

    private sealed class Node(T item)
    {
        public readonly T Item = item;
        public Node? Next; // written by the pusher only, before [publish]
    }

    /// <summary>Whether it was empty a moment ago.</summary>
    public bool IsEmpty => Volatile.Read(ref _head) is null;

    /// <summary>How often a thread found, at its swap, that another had been faster.</summary>
    public long FailedSwaps => Interlocked.Read(ref _failedSwaps);

    /// <summary>Puts an item on top.</summary>
    public void Push(T item)
    {
        var node = new Node(item);
        var seen = Volatile.Read(ref _head);
        while (true)
        {
            node.Next = seen;
            var found = Interlocked.CompareExchange(ref _head, node, seen); // [publish]
            if (found == seen) return;
            Interlocked.Increment(ref _failedSwaps);
            seen = found; // try again on top of what the other has put there
        }
    }

    /// <summary>Removes the item on top.</summary>
    /// <returns>False when it was empty.</returns>
    public bool TryPop([MaybeNullWhen(false)] out T item)
    {
        var seen = Volatile.Read(ref _head); // pairs with [publish]: Item and Next are there
        while (seen is not null)
        {
            var found = Interlocked.CompareExchange(ref _head, seen.Next, seen); // [swap]
            if (found == seen)
            {
                item = seen.Item;
                return true;
            }
            Interlocked.Increment(ref _failedSwaps);
            seen = found;
        }
        item = default;
        return false;
    }

    private string Display => Volatile.Read(ref _head) is { } head ? $"top = {head.Item}" : "empty";
}
