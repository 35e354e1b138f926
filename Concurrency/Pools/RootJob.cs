// A computation that came from outside, through the inbox:
//
//      Waiting ---- TryBegin, by a worker ----> Begun ---- End ----> the latch opens
//         |
//         +------- TryWithdraw, by the caller -----> Withdrawn: the worker that finds it in the inbox drops it
//
//   I1  _phase leaves Waiting once, by compare-exchange: it is run, or withdrawn, never both.

using System.Diagnostics;
using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Pools;

/// <summary>What <see cref="WorkStealingPool.Run(Action, CancellationToken)"/> hands to the pool.</summary>
internal sealed class RootJob : ForkJoinJob
{
    private const int Waiting = 0, Begun = 1, Withdrawn = 2;

    private readonly Action _body;
    private readonly OneShotLatch _ended = new();
    private int _phase;

    public RootJob(Action body, CancellationToken cancel) => (_body, Cancel) = (body, cancel);

    public bool TryBegin() => Interlocked.CompareExchange(ref _phase, Begun, Waiting) == Waiting;

    /// <summary>Blocks until it has ended. Cancelled or interrupted before it began, it is withdrawn and never runs; once it has
    /// begun, its end is waited for in any case, because it works on the caller's data.</summary>
    public void Await()
    {
        try { _ended.Wait(Cancel); }
        catch (Exception e) when (e is OperationCanceledException or ThreadInterruptedException)
        {
            if (TryWithdraw()) throw;
            AwaitUninterrupted();
            if (e is ThreadInterruptedException) Thread.CurrentThread.Interrupt(); // for the next wait
        }
        Debug.Assert(IsDone, "the latch opens last");
    }

    private protected override void RunBody() => _body();

    private protected override void End()
    {
        base.End();
        _ended.Open();
    }

    private bool TryWithdraw() => Interlocked.CompareExchange(ref _phase, Withdrawn, Waiting) == Waiting;

    private void AwaitUninterrupted()
    {
        var interrupted = false;
        while (!_ended.IsOpen)
        {
            try { _ended.Wait(); }
            catch (ThreadInterruptedException) { interrupted = true; }
        }
        if (interrupted) Thread.CurrentThread.Interrupt();
    }
}
