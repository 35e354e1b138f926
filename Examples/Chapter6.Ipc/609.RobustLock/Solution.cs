// Two accounts in shared memory, and a note of what they had before the transfer that is going on:
//
//      0       8       16         24         32
//      +-------+-------+----------+----------+--------+
//      |   A   |   B   | A before | B before |  open  |      open = 1: the note counts, a transfer is going on
//      +-------+-------+----------+----------+--------+
//
//      Transfer:  lock, note, open = 1, A - x, B + x, open = 0, unlock
//
// Whenever nobody holds the mutex, and its last owner did not die with it:
//   I1  A + B is what it was at first, and open is 0.
// At every moment, whoever dies:
//   I2  While open is 0, A and B are whole. While it is 1, the note is whole.
//
// I2 makes the repair possible: it depends on nothing but what lies there, and may itself be cut off and done again [undo].

using System.Diagnostics;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Examples.Ipc.KilledOwner;

/// <summary>Two accounts that several processes move money between, any of which may be killed at any step.</summary>
/// <remarks>Any thread of any process may call any member.</remarks>
[DebuggerDisplay("A = {_a}, B = {_b}, open = {_open}")] // takes no lock
public sealed class Ledger : IDisposable, IShareable<Ledger>
{
    private const int Size = 40;

    private readonly SharedMutex _mutex; // guards:
    private readonly SharedRegion _memory;

    private Ledger(SharedMutex mutex, SharedRegion memory) => (_mutex, _memory) = (mutex, memory);

    private ref long _a => ref _memory.ValueAt<long>(0);
    private ref long _b => ref _memory.ValueAt<long>(8);
    private ref long _aBefore => ref _memory.ValueAt<long>(16);
    private ref long _bBefore => ref _memory.ValueAt<long>(24);
    private ref long _open => ref _memory.ValueAt<long>(32);

    /// <summary>Makes a ledger that other processes get as an argument.</summary>
    /// <param name="each">What each account has at first, 0 or more.</param>
    public static Ledger Create(long each)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(each);
        var ledger = new Ledger(SharedMutex.CreateAnonymous(), SharedRegion.CreateAnonymous(Size));
        (ledger._a, ledger._b) = (each, each);
        return ledger;
    }

    /// <summary>Moves money from A to B.</summary>
    /// <param name="amount">More than 0.</param>
    /// <param name="at">Is told of each step when it is done, up to <see cref="TransferStep.Released"/>. What it
    /// throws reaches the caller: the transfer is undone if it was not closed, and the lock is released.</param>
    /// <param name="cancel">Ends the wait for the lock.</param>
    /// <returns>How the lock was got; if it was abandoned, what the dead owner left half done has been undone first.</returns>
    public AcquireResult Transfer(long amount, Action<TransferStep>? at = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        var result = Enter(cancel);
        try
        {
            at?.Invoke(TransferStep.Locked);
            (_aBefore, _bBefore) = (_a, _b);
            Volatile.Write(ref _open, 1);            // [note] from here on the note counts; it is whole: I2
            at?.Invoke(TransferStep.Noted);
            Volatile.Write(ref _a, _a - amount);     // [debit]
            at?.Invoke(TransferStep.Debited);
            Volatile.Write(ref _b, _b + amount);
            at?.Invoke(TransferStep.Credited);
            Volatile.Write(ref _open, 0);            // [close] from here on the accounts count
            at?.Invoke(TransferStep.Closed);
        }
        finally
        {
            Undo(); // what `at` may have cut off by an exception
            _mutex.Release();
        }
        at?.Invoke(TransferStep.Released);
        return result;
    }

    /// <summary>Both balances, of the same moment.</summary>
    /// <returns>How the lock was got; if it was abandoned, what the dead owner left half done has been undone first.</returns>
    public AcquireResult Read(out long a, out long b, CancellationToken cancel = default)
    {
        var result = Enter(cancel);
        (a, b) = (_a, _b);
        _mutex.Release();
        return result;
    }

    /// <summary>What lies in the accounts now, half done or not: for those who want to see a wreck.</summary>
    public (long A, long B) Peek() => (Volatile.Read(ref _a), Volatile.Read(ref _b));

    /// <summary>Detaches.</summary>
    public void Dispose()
    {
        _mutex.Dispose();
        _memory.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => $"{_mutex.WriteTicket(handover)}\n{_memory.WriteTicket(handover)}";

    /// <inheritdoc/>
    public static Ledger FromTicket(string ticket, Handover handover)
    {
        var parts = ticket.Split('\n');
        return new Ledger(SharedMutex.FromTicket(parts[0], handover), SharedRegion.FromTicket(parts[1], handover));
    }

    private AcquireResult Enter(CancellationToken cancel)
    {
        var result = _mutex.Acquire(cancel);
        if (result.IsAbandoned) Undo(); // [told] the state is ours to repair, before anybody looks at it
        Debug.Assert(_open == 0, "I1");
        return result;
    }

    private void Undo()
    {
        if (_open == 0) return;
        (_a, _b) = (_aBefore, _bBefore); // [undo] cut off here, the next one does it again
        Volatile.Write(ref _open, 0);
    }
}
