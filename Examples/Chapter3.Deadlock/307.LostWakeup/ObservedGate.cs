// The gate of Solution.cs with its steps told to a timeline, and a choice of where the waiter looks:
//
//      Nowhere             acquire  ----------------  sleep
//      OutsideTheLock      look     [gap]  acquire    sleep       the opener can come in at [gap]
//      UnderTheLock        acquire  look   [gap]      sleep       ... and here it cannot

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>A gate under observation, right or wrong.</summary>
[DebuggerDisplay("{_isOpen ? \"open\" : \"closed\",nq}, {_asleep} asleep")] // takes no lock
public sealed class ObservedGate
{
    private readonly PredicatePlace _place;
    private readonly StepLog _timeline;
    private readonly OneShotLatch _gapEnds;

    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly ConditionVariable _opened;
    private volatile bool _isOpen; // read without the mutex by those who look outside; pairs with the write in Open
    private int _asleep;

    /// <param name="place">Where the waiter looks.</param>
    /// <param name="timeline">Is told every step.</param>
    /// <param name="gapEnds">What a waiter waits for between its look and its sleep.</param>
    public ObservedGate(PredicatePlace place, StepLog timeline, OneShotLatch gapEnds) =>
        (_place, _timeline, _gapEnds, _opened) = (place, timeline, gapEnds, new ConditionVariable(_mutex));

    /// <summary>How many sleep whom nobody has woken.</summary>
    public int Asleep { get { using (_mutex.Hold()) return _asleep; } }

    /// <summary>Opens it.</summary>
    public void Open()
    {
        _timeline.Add("wants the lock", State);
        using (_mutex.Hold())
        {
            _isOpen = true;                                             // [open]
            var woken = _asleep;
            _asleep = 0;
            _opened.Broadcast();                                         // [wake]
            _timeline.Add($"opens it, wakes {(woken == 0 ? "nobody" : $"{woken}")}", State);
        }
    }

    /// <summary>Goes through, sleeping while it is closed, or so it should be.</summary>
    public void Wait(CancellationToken cancel)
    {
        switch (_place)
        {
            case PredicatePlace.Nowhere:
                using (_mutex.Hold()) Sleep(cancel);
                break;
            case PredicatePlace.OutsideTheLock:
                while (!LooksOpen())                                    // [look outside]
                {
                    _gapEnds.Wait(cancel);                               // [gap] nobody is kept out
                    using (_mutex.Hold()) Sleep(cancel);
                }
                break;
            case PredicatePlace.UnderTheLock:
                using (_mutex.Hold())
                {
                    while (!LooksOpen())                                // [look under]
                    {
                        _gapEnds.Wait(cancel);
                        Sleep(cancel);
                    }
                }
                break;
        }
        _timeline.Add("goes through", State);
    }

    private bool LooksOpen()
    {
        var isOpen = _isOpen;
        _timeline.Add($"looks: {(isOpen ? "open" : "closed")}", State);
        return isOpen;
    }

    private void Sleep(CancellationToken cancel)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread);
        _asleep++;
        _timeline.Add("falls asleep", State);
        _opened.Wait(cancel);
    }

    private string State => _isOpen ? "open" : "closed";
}
