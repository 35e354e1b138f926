// The same bands, and nobody waits for anybody. Then this may happen:
//
//      step   band 1                              the others                             plane 0 holds
//      0      generation 1, from plane 0          (held up)                              generation 0
//      1      generation 2, into plane 0          (held up)                              band 1: 2, the others: 0
//      2      ...                                 generation 1, from plane 0             <- a neighbour from the future
//
// Left alone, the threads would mix generations here and there, now and then, and mostly not at all. So this one order out of
// the many is made certain: a handshake after each step keeps band 1 two generations ahead of all others, to the end.

using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.Barriers;

/// <summary>Mixes generations, every time: band 1 is two ahead of its neighbours, and writes into what they still read.</summary>
/// <param name="world">In generation 0.</param>
/// <param name="bands">At least 2.</param>
/// <param name="generations">How many to compute.</param>
/// <param name="cancel">Ends the waits of the handshake.</param>
public sealed class BandsWithoutBarrier(World world, int bands, int generations, CancellationToken cancel)
{
    private const int Lead = 2;

    private readonly CyclicBarrier _handshake = new(bands); // pins the order; it is not the barrier that is missing

    /// <summary>What the thread of <paramref name="band"/> does.</summary>
    /// <param name="band">The caller's.</param>
    /// <param name="computed">Called after each generation, with its number.</param>
    public void Run(Band band, Action<Band, int> computed)
    {
        for (var step = 0; step < generations + Lead; step++)
        {
            var generation = band.Number == 1 ? step : step - Lead; // [ahead]
            if (generation >= 0 && generation < generations)
            {
                world.Step(band, generation); // [too early]
                computed(band, generation + 1);
            }
            _handshake.SignalAndWait(cancel);
        }
    }
}
