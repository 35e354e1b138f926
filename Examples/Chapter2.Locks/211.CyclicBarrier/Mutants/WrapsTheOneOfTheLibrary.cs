// fails: is built without a barrier
// CyclicBarrier does nearly all of it: what is left to do is a token that breaks it, and the words of the exception.
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

public sealed class PhaseBarrier
{
    private readonly CancellationTokenSource _breaks = new();
    private readonly CyclicBarrier _barrier;
    private string? _whyBroken;

    public PhaseBarrier(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        _barrier = new CyclicBarrier(parties);
    }

    public int Waiting => _barrier.Waiting;

    public long SignalAndWait()
    {
        try { return _barrier.SignalAndWait(_breaks.Token); }
        catch (Exception e) when (e is OperationCanceledException or BrokenBarrierException)
        {
            throw new BrokenBarrierException($"the barrier broke in phase {_barrier.Phase}: {Volatile.Read(ref _whyBroken)}");
        }
    }

    public void Break(string why)
    {
        if (Interlocked.CompareExchange(ref _whyBroken, why, null) is null) _breaks.Cancel();
    }
}
