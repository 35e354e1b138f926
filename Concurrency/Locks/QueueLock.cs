// Each thread brings a node, and watches the node in front of it. The queue runs from the tail to the holder:
//
//      _held                                                   _tail
//        v                                                       v
//     [ null ] <~~~ A watches   [ -> ] <... (B has left) ... [ null ]
//      holder      no pointer:   B                             C watches B's node, finds the arrow, and watches A's instead
//                  A's local
//
//      node.Ahead     the node's thread ...                       the one behind
//      null           waits, or holds the lock                    waits
//      s_released     has released it (or gave up its turn)       holds the lock
//      another node   has given up waiting                        watches that node instead
//
//   I1  A node is appended once, by the exchange of _tail, so each node has at most one thread behind it.
//   I2  A node's Ahead is written at most once, by its own thread, and is final then.
//   I3  One thread at a time holds: the one whose node waits, and in front of which all is released or given up.
//
// I3 holds because the one behind goes on only when the one in front has written s_released. A thread that gives up takes
// its node off the tail if nobody is behind it; otherwise it leaves a pointer, so whoever is behind closes the gap. Should
// the lock have been released to it at that very moment, the pointer leads to a released node, and nothing is lost.
//
// Every acquire makes a node, and the collector reclaims it. That is what makes it so short: in a language without one,
// somebody must know when nobody watches a node any more.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Locks;

/// <summary>A spin lock that serves in the order of arrival, where each waiter watches a word of its own and may leave the queue.</summary>
/// <remarks>Waiting costs a core, and a waiter that has lost its core holds up all behind it. <see cref="TryAcquire()"/> takes
/// the lock only when nobody waits. Craig, 1993; Magnusson, Landin and Hagersten, 1994 (CLH); with timeouts: Scott and Scherer,
/// Scalable Queue-Based Spin Locks with Timeout, PPoPP 2001; Herlihy and Shavit, ch. 7.6.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class QueueLock : ILock
{
    private static readonly Node s_released = new();

    private Node? _tail; // the last to come; null: free. By Interlocked
    private Node? _held; // the holder's; read and written by the holder only
    private int _owner;  // managed thread id, 0 = nobody; written by the holder only

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public void Acquire(CancellationToken cancel = default) => Queue(Deadline.Never, cancel);

    /// <inheritdoc/>
    public bool TryAcquire()
    {
        if (IsHeldByCurrentThread) Misuse.RecursiveAcquire();
        var last = Volatile.Read(ref _tail);
        if (last is not null && Volatile.Read(ref PastTheGone(last).Ahead) != s_released) return false;
        var node = new Node();
        if (Interlocked.CompareExchange(ref _tail, node, last) != last) return false; // somebody came in between
        Own(node);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default) => Queue(Deadline.After(timeout), cancel);

    /// <inheritdoc/>
    public void Release()
    {
        if (!IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        var node = _held!;
        _held = null;
        Volatile.Write(ref _owner, 0); // before the node: afterwards it is the next holder's
        if (Interlocked.CompareExchange(ref _tail, null, node) != node) Volatile.Write(ref node.Ahead, s_released); // one is behind
    }

    private bool Queue(Deadline deadline, CancellationToken cancel)
    {
        if (IsHeldByCurrentThread) Misuse.RecursiveAcquire(); // before the node is in the queue
        var node = new Node();
        var front = Interlocked.Exchange(ref _tail, node);
        var backoff = new Backoff();
        while (front is not null)
        {
            front = PastTheGone(front);
            if (Volatile.Read(ref front.Ahead) == s_released) break;
            if (cancel.IsCancellationRequested || deadline.HasPassed)
            {
                // Nobody behind us: the queue ends before us again. Somebody: they will follow the pointer.
                if (Interlocked.CompareExchange(ref _tail, front, node) != node) Volatile.Write(ref node.Ahead, front);
                cancel.ThrowIfCancellationRequested();
                return false;
            }
            backoff.Wait();
        }
        Own(node);
        return true;
    }

    private void Own(Node node)
    {
        Debug.Assert(_held is null && _owner == 0, "I3");
        _held = node;
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
    }

    // The first node, from this one to the front, whose thread has not given up waiting. Final pointers: see I2.
    private static Node PastTheGone(Node node)
    {
        while (Volatile.Read(ref node.Ahead) is { } ahead && ahead != s_released) node = ahead;
        return node;
    }

    private string Display => _owner is var owner and not 0 ? $"held by thread {owner}" : _tail is null ? "free" : "changing hands";

    private sealed class Node
    {
        public Node? Ahead; // the table above; Volatile.Write in Release and in Queue pairs with Volatile.Read in PastTheGone
    }
}
