// Chandy and Misra: a fork is always with one of its two philosophers, and is clean or dirty.
//
//                    asks for it                              asks for it
//      clean  ------------------> kept till after      dirty ------------------> cleaned, and given away, unless its holder eats
//                                 the next meal
//
//      eating makes both forks dirty; a fork that is given away is clean
//
// Whenever no thread holds _mutex:
//   I1  Each fork has one holder, one of its two seats. Who eats holds both, and they are dirty.
//   I2  A clean fork is held by somebody who is hungry; a dirty fork that was asked for, by somebody who eats.
//   I3  Draw an arrow from each philosopher to the neighbour who would have to give way to him: the holder of a clean fork goes
//       before the other one, the holder of a dirty fork after. The arrows form no circle.
//
// No deadlock, by I3: among the hungry there is always one with nobody before him. No starvation: who has just eaten comes after
// both neighbours, so each of them begins at most one meal while one is hungry. I3 holds at first, all forks being dirty with the
// lower seat, and is kept: arrows turn round only at one who begins to eat or gives up, and then all of his point to him, but
// for one, if he gives up, to a neighbour who eats; and no arrow goes on from there.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>A table at which nobody starves: who has just eaten gives way to the neighbours.</summary>
/// <remarks>One thread a seat. Chandy and Misra, The Drinking Philosophers Problem, ACM TOPLAS 1984.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class DiningTable : ITable
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable[] _forkCame; // by seat
    private readonly Mood[] _moods;                 // by seat
    private readonly Fork[] _forks;                 // fork i lies between seats i - 1 and i

    /// <param name="seats">At least 2.</param>
    public DiningTable(int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 2);
        _forkCame = [.. Enumerable.Range(0, seats).Select(_ => new ConditionVariable(_mutex))];
        _forks = [.. Enumerable.Range(0, seats).Select(i => new Fork { Holder = i == 0 ? 0 : i - 1 })]; // with the lower seat
        _moods = new Mood[seats];
    }

    private enum Mood { Thinking, Hungry, Eating }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The seat has its forks, or waits for them.</exception>
    public void PickUp(int seat, CancellationToken cancel = default)
    {
        using (_mutex.Hold())
        {
            if (_moods[seat] != Mood.Thinking)
                throw new InvalidOperationException($"Seat {seat} is {_moods[seat]}; put the forks down before the next PickUp.");
            _moods[seat] = Mood.Hungry;
            foreach (var fork in ForksOf(seat).Where(fork => fork.Holder != seat)) Ask(fork);
            try
            {
                while (ForksOf(seat).Any(fork => fork.Holder != seat))  // [look]
                    _forkCame[seat].Wait(cancel);                       // [wait]
            }
            catch
            {
                Yield(seat);
                throw;
            }
            _moods[seat] = Mood.Eating;                                 // [eat]
            foreach (var fork in ForksOf(seat)) fork.IsDirty = true;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The seat does not have them.</exception>
    public void PutDown(int seat)
    {
        using (_mutex.Hold())
        {
            if (_moods[seat] != Mood.Eating)
                throw new InvalidOperationException($"Seat {seat} is {_moods[seat]}; pick the forks up before PutDown.");
            Yield(seat);                                                // [done]
        }
    }

    // Comes after both neighbours from now on, and asks for nothing.
    private void Yield(int seat)
    {
        _moods[seat] = Mood.Thinking;
        foreach (var fork in ForksOf(seat))
        {
            if (fork.Holder != seat)
            {
                fork.IsAskedFor = false; // by us: there is nobody else
                continue;
            }
            fork.IsDirty = true;
            if (fork.IsAskedFor) GiveAway(fork);
        }
    }

    private void Ask(Fork fork)
    {
        fork.IsAskedFor = true;
        if (fork.IsDirty && _moods[fork.Holder] != Mood.Eating) GiveAway(fork); // [ask]
    }

    private void GiveAway(Fork fork)
    {
        Debug.Assert(fork.IsDirty && fork.IsAskedFor && _moods[fork.Holder] != Mood.Eating, "I2");
        var giver = fork.Holder;
        fork.Holder = Other(fork);
        fork.IsDirty = false;                                           // [clean]
        fork.IsAskedFor = _moods[giver] == Mood.Hungry; // he asks for it back at once, and gets it after the next meal
        _forkCame[fork.Holder].Signal(); // one thread waits there, or none
    }

    private Fork[] ForksOf(int seat) => [_forks[seat], _forks[(seat + 1) % _forks.Length]];

    private int Other(Fork fork)
    {
        var right = Array.IndexOf(_forks, fork);
        return fork.Holder == right ? (right + _forks.Length - 1) % _forks.Length : right;
    }

    private string Display => string.Join(' ', _moods.Select((mood, seat) => $"{seat}:{mood}"));

    private sealed class Fork
    {
        public int Holder;                 // a seat
        public bool IsDirty = true;
        public bool IsAskedFor;            // by the neighbour who does not hold it
    }
}
