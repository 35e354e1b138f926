// The mistake: [look] and [add] are two steps. Each takes the mutex, and between them it is free:
//
//      registers a callback             sets the result            _callbacks
//      [look] has it ended? no
//                                       ends it, takes the list    (taken: none)
//      [add]                                                       c            <- and nobody comes to read it any more

using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Pools;

namespace Workbook.Examples.Queues.Futures;

/// <summary>As much of a future as is needed to lose a callback.</summary>
/// <param name="gap">Called between the two steps; what it waits for happens there.</param>
public sealed class ForgetfulFuture<T>(Action gap)
{
    private readonly ParkingMutex _mutex = new(); // guards:
    private readonly List<Action<T>> _callbacks = [];
    private FutureState _state;
    private T _value = default!;

    /// <summary>Ends it, and calls those who are registered.</summary>
    public void SetResult(T value)
    {
        List<Action<T>> callbacks;
        using (_mutex.Hold())
        {
            (_state, _value) = (FutureState.Succeeded, value);
            callbacks = [.. _callbacks];
            _callbacks.Clear();
        }
        callbacks.ForEach(callback => callback(value));
    }

    /// <summary>How many are registered and have not been called.</summary>
    public int Registered { get { using (_mutex.Hold()) return _callbacks.Count; } }

    /// <summary>Registers a callback, or calls it when the end is there already; so it is meant.</summary>
    public void OnDone(Action<T> callback)
    {
        bool hasEnded;
        using (_mutex.Hold()) hasEnded = _state == FutureState.Succeeded;   // [look]
        gap();
        if (hasEnded) callback(_value);
        else using (_mutex.Hold()) _callbacks.Add(callback);                // [add]
    }
}
