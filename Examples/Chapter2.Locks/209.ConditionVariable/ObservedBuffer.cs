// The buffer of Solution.cs, with its steps told to a timeline, its wake-ups counted, and a choice of whom to wake:
//
//      TwoConditionsSignal      Put -> first sleeping consumer       Take -> first sleeping producer
//      OneConditionBroadcast    Put, Take -> all who sleep
//      OneConditionSignal       Put, Take -> whoever has slept longest
//
// Whenever no thread holds the lock:
//   I1  0 <= _count <= capacity. (LooksOnceBuffer breaks it.)
//   I2  A thread that sleeps in a condition found its predicate false when it last looked.
//
// Unlike in Solution.cs, the end for putting has a variable of its own, so that a wrong count does not also misplace items.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>A bounded buffer under observation.</summary>
[DebuggerDisplay("Count = {_count} of {_ring.Length}")] // takes no lock
public class ObservedBuffer
{
    private readonly WakeStyle _style;
    private readonly StepLog? _timeline;

    private readonly ILock _lock; // guards:
    private readonly ObservedCondition _roomFreed, _itemArrived; // the same one twice, unless the style is TwoConditionsSignal
    private readonly string?[] _ring;
    private int _head, _tail, _count;
    private int _uselessWakeUps;

    /// <param name="capacity">In items, at least 1.</param>
    /// <param name="style">Whom a put or a take wakes.</param>
    /// <param name="lock">Guards the buffer; a <see cref="DirectedLock"/> to decide who gets it next.</param>
    /// <param name="timeline">Is told every step, while the lock is held.</param>
    public ObservedBuffer(int capacity, WakeStyle style, ILock @lock, StepLog? timeline = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_style, _lock, _timeline, _ring) = (style, @lock, timeline, new string?[capacity]);
        _itemArrived = new ObservedCondition(@lock);
        _roomFreed = style == WakeStyle.TwoConditionsSignal ? new ObservedCondition(@lock) : _itemArrived;
    }

    /// <summary>How many threads nobody has woken.</summary>
    public int Asleep { get { using (_lock.Hold()) return Sum(condition => condition.Asleep); } }

    /// <summary>How often a sleeper was woken, and how often it found that it could not go on.</summary>
    public (int All, int Useless) WakeUps
    {
        get { using (_lock.Hold()) return (Sum(condition => condition.WakeUps), _uselessWakeUps); }
    }

    /// <summary>The count and what lies in the slots, for a person: <c>1 [A -]</c>.</summary>
    public string Contents { get { using (_lock.Hold()) return Picture; } }

    /// <summary>Appends an item, sleeping while there is no room.</summary>
    public void Put(string item, CancellationToken cancel)
    {
        using (_lock.Hold())
        {
            Await(() => _count < _ring.Length, "full", _roomFreed, cancel);
            _ring[_tail] = item;
            _tail = (_tail + 1) % _ring.Length;
            _count++;
            Tell($"puts {item}");
            Wake(_itemArrived);
        }
    }

    /// <summary>Removes the oldest item, sleeping while there is none.</summary>
    /// <returns>The item; null when it took what was not there.</returns>
    public string? Take(CancellationToken cancel)
    {
        using (_lock.Hold())
        {
            Await(() => _count > 0, "empty", _itemArrived, cancel);
            var item = _ring[_head];
            _ring[_head] = null;
            _head = (_head + 1) % _ring.Length;
            _count--;
            Tell($"takes {item ?? "nothing"}");
            Wake(_roomFreed);
            return item;
        }
    }

    /// <summary>Sleeps until <paramref name="mayGoOn"/>. The lock is held.</summary>
    protected virtual void Await(Func<bool> mayGoOn, string obstacle, ObservedCondition condition, CancellationToken cancel)
    {
        while (!mayGoOn())                          // [look] again
        {
            Sleep(obstacle, condition, cancel);
            Tell("is woken, looks again");
            if (!mayGoOn()) _uselessWakeUps++;
        }
    }

    /// <summary>Sleeps until woken, once. The lock is held before and after.</summary>
    protected void Sleep(string obstacle, ObservedCondition condition, CancellationToken cancel)
    {
        Tell($"finds it {obstacle}, sleeps");
        condition.Wait(cancel);
    }

    /// <summary>Writes a row of the timeline. The lock is held, so rows are in the order of what happened.</summary>
    protected void Tell(string what) => _timeline?.Add(what, Picture);

    private void Wake(ObservedCondition condition)
    {
        if (_style == WakeStyle.OneConditionBroadcast) condition.Broadcast();
        else condition.Signal();
    }

    private int Sum(Func<ObservedCondition, int> count) =>
        count(_itemArrived) + (_roomFreed == _itemArrived ? 0 : count(_roomFreed));

    private string Picture => $"{_count} [{string.Join(' ', _ring.Select(item => item ?? "-"))}]";
}
