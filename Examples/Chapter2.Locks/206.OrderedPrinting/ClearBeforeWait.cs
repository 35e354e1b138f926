// An event that stays set, so each clears its own before it waits, to be on the safe side:
//
//      numbers                  letters                       event of letters
//      writes 12                (is on its way)               not set
//      sets                                                   set
//                               clears                        not set    <- and with it the only news there was
//      waits, for ever          waits, for ever
//
// Clear after the wait, when you have used what the event told you; or take an event that does it by itself.
// Left alone, it depends on who comes first. Here party 1 clears only when party 0 has set.

using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Broken: wipes out a set that came before the wait.</summary>
/// <param name="parties">How many there are, at least 2.</param>
/// <param name="onStuck">Called when all of them wait.</param>
public sealed class ClearBeforeWait(int parties, Action onStuck) : ITurns
{
    private readonly ManualEvent[] _turns = [.. Enumerable.Range(0, parties).Select(_ => new ManualEvent())];
    private readonly OneShotLatch _firstHasSet = new();
    private int _waiting; // by Interlocked
    private bool _hasBegun; // touched by the thread of party 0 only

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default)
    {
        if (party == 0 && !_hasBegun)
        {
            _hasBegun = true;
            return;
        }
        if (party == 1) _firstHasSet.Wait(cancel);
        _turns[party].Reset(); // [clear]
        if (Interlocked.Increment(ref _waiting) == parties) onStuck();
        _turns[party].Wait(cancel); // [wait]
        Interlocked.Decrement(ref _waiting);
    }

    /// <inheritdoc/>
    public void Pass(int party)
    {
        _turns[(party + 1) % parties].Set();
        if (party == 0) _firstHasSet.Open();
    }
}
