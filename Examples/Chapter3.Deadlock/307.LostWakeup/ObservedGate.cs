// The gate of Solution.cs with its steps told to a timeline, and a choice of where the waiter looks:
//
//      Nowhere             acquire  ----------------  sleep
//      OutsideTheLock      look     [gap]  acquire    sleep       the opener can come in at [gap]
//      UnderTheLock        acquire  look   [gap]      sleep       ... and here it cannot

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Deadlock.LostWakeups;

/// <summary>A gate under observation, right or wrong.</summary>
/// <param name="place">Where the waiter looks.</param>
/// <param name="timeline">Is told every step.</param>
/// <param name="gapEnds">What a waiter waits for between its look and its sleep, the first time.</param>
[DebuggerDisplay("{_isOpen ? \"open\" : \"closed\",nq}, {Asleep} asleep")] // takes no lock
public sealed class ObservedGate(PredicatePlace place, Timeline timeline, OneShotLatch gapEnds)
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private ConditionVariable? _opened;
    private volatile bool _isOpen; // read without the mutex by those who look outside; pairs with the write in Open
    private int _asleep;

    /// <summary>How many sleep whom nobody has woken.</summary>
    public int Asleep { get { using (_mutex.Hold()) return _asleep; } }

    private ConditionVariable Opened => _opened ??= new ConditionVariable(_mutex);

    /// <summary>Opens it.</summary>
    public void Open()
    {
        timeline.Add("wants the lock", State);
        using (_mutex.Hold())
        {
            _isOpen = true;                                             // [open]
            var woken = _asleep;
            _asleep = 0;
            Opened.Broadcast();                                         // [wake]
            timeline.Add($"opens it, wakes {(woken == 0 ? "nobody" : $"{woken}")}", State);
        }
    }

    /// <summary>Goes through, sleeping while it is closed, or so it should be.</summary>
    public void Wait(CancellationToken cancel)
    {
        switch (place)
        {
            case PredicatePlace.Nowhere:
                using (_mutex.Hold()) Sleep(cancel);
                break;
            case PredicatePlace.OutsideTheLock:
                while (!LooksOpen())                                    // [look outside]
                {
                    gapEnds.Wait(cancel);                               // [gap] nobody is kept out
                    using (_mutex.Hold()) Sleep(cancel);
                }
                break;
            case PredicatePlace.UnderTheLock:
                using (_mutex.Hold())
                {
                    while (!LooksOpen())                                // [look under]
                    {
                        gapEnds.Wait(cancel);
                        Sleep(cancel);
                    }
                }
                break;
        }
        timeline.Add("goes through", State);
    }

    private bool LooksOpen()
    {
        var isOpen = _isOpen;
        timeline.Add($"looks: {(isOpen ? "open" : "closed")}", State);
        return isOpen;
    }

    private void Sleep(CancellationToken cancel)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread);
        _asleep++;
        timeline.Add("falls asleep", State);
        Opened.Wait(cancel);
    }

    private string State => _isOpen ? "open" : "closed";
}
