// One permit for all: never two at once, but nothing says who is next.
//
//      numbers                  letters
//      acquires
//      writes 12
//      releases
//      acquires                 (has not come yet)
//      writes 34   <- A was due
//
// Left alone, it depends on who comes first. Here the others set out only when the first party has its second turn.

using Workbook.Concurrency.Semaphores;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Broken: excludes, but does not order.</summary>
public sealed class OneSemaphore : ITurns
{
    private readonly FifoSemaphore _turn = new(initial: 1, maximum: 1);
    private readonly OneShotLatch _firstHadTwo = new();
    private int _turnsOfFirst; // touched by the thread of party 0 only

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default)
    {
        if (party != 0) _firstHadTwo.Wait(cancel);
        _turn.Acquire(cancel);
    }

    /// <inheritdoc/>
    public void Pass(int party)
    {
        if (party == 0 && ++_turnsOfFirst == 2) _firstHadTwo.Open();
        _turn.Release();
    }
}
