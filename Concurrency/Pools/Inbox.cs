// Where computations from outside wait for a worker, and when it is all over:
//
//      Accept                      TryTake                     Ended
//      _waiting + 1                _waiting - 1
//      _unended + 1                                            _unended - 1
//
//   I1  0 <= _waiting.Count <= _unended: what waits has not ended.
//   I2  _isOver = _isClosed && _unended == 0. Once set it stays: nothing is accepted any more.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Pools;

/// <summary>The computations that a <see cref="WorkStealingPool"/> has accepted and not begun, oldest first.</summary>
[DebuggerDisplay("{_count} waiting, {_unended} not ended, Closed = {_isClosed}")] // takes no lock
internal sealed class Inbox
{
    private readonly TestAndTestAndSetLock _lock = new(); // for some instructions; unlike a parking one never interrupted
    private readonly Queue<RootJob> _waiting = new();     // guarded by _lock, as is all below
    private int _unended;
    private bool _isClosed;
    private volatile bool _isOver; // written under _lock, read by workers without
    private int _count;            // of _waiting; the same

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the workers may go home. True is final.</summary>
    public bool IsOver => _isOver;

    /// <returns>False when it is closed; the computation was not accepted.</returns>
    public bool TryAccept(RootJob root)
    {
        using (_lock.Hold())
        {
            if (_isClosed) return false;
            _waiting.Enqueue(root);
            Volatile.Write(ref _count, _waiting.Count);
            _unended++;
            return true;
        }
    }

    /// <summary>Takes out the oldest. Whoever does calls <see cref="Ended"/> when it has ended or was found withdrawn.</summary>
    public bool TryTake([MaybeNullWhen(false)] out RootJob root)
    {
        root = null;
        if (Count == 0) return false; // the usual case, without the lock
        using (_lock.Hold())
        {
            var found = _waiting.TryDequeue(out root);
            Volatile.Write(ref _count, _waiting.Count);
            return found;
        }
    }

    public void Ended()
    {
        using (_lock.Hold())
        {
            _unended--;
            Debug.Assert(_waiting.Count <= _unended, "I1");
            _isOver = _isClosed && _unended == 0; // I2
        }
    }

    /// <summary>Accepts nothing more. What was accepted is still taken and run.</summary>
    public void Close()
    {
        using (_lock.Hold())
        {
            _isClosed = true;
            _isOver = _unended == 0; // I2
        }
    }
}
