//      count 3 -- Signal --> 2 -- Signal --> 1 -- Signal --> 0: set, whoever waits goes on        AddCount, Reset: up again
//
//   I1  At 0 only Reset changes it.

using System.Diagnostics;

namespace Workbook.Explorer.Scheduling;

/// <summary>A count that is brought to zero.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="platform">The type that it stands for.</param>
/// <param name="count">At the beginning.</param>
internal sealed class CountdownState(string name, Type platform, int count) : Waitable(name, platform)
{
    private int _count = count;

    public override bool? IsOpen => IsDisposed || _count == 0;

    public override bool IsTaken => false;

    public int Initial { get; private set; } = count;

    public override object? State => _count;

    public override bool CanTake(ControlledThread thread) => _count == 0;

    /// <summary>What is left.</summary>
    public int Look()
    {
        Step(OperationKind.Read, isWrite: false).Clock.Join(Released);
        return _count;
    }

    /// <summary>So many less.</summary>
    /// <returns>Whether that was the last: then all the others come before it.</returns>
    /// <exception cref="InvalidOperationException">There are not so many left; nothing is changed.</exception>
    public bool Signal(int less)
    {
        var self = Step(OperationKind.Signal);
        ThrowIfGone();
        if (_count < less) throw new InvalidOperationException($"{Name} is at {_count}, and {less} more were signalled.");
        _count -= less;
        self.Clock.Join(Released);
        Publish(self);
        return _count == 0;
    }

    /// <summary>So many more.</summary>
    /// <returns>False: it is at zero already.</returns>
    /// <exception cref="InvalidOperationException">More than an int holds; nothing is changed.</exception>
    public bool TryAdd(int more)
    {
        var self = Step(OperationKind.Atomic);
        ThrowIfGone();
        self.Clock.Join(Released);
        if (_count == 0) return InVain(); // I1
        if (_count > int.MaxValue - more) throw new InvalidOperationException($"The count of {Name} would be too large.");
        _count += more;
        Debug.Assert(_count > 0, "I1");
        Publish(self);
        return true;
    }

    /// <summary>Begins again.</summary>
    public void Reset(int count)
    {
        var self = Step(OperationKind.Reset);
        ThrowIfGone();
        (_count, Initial) = (count, count);
        if (count == 0) Publish(self);
    }

    public override void Give() =>
        throw new InvalidOperationException($"{Name} is signalled by CountdownEvent.Signal."); // its handle is no event
}
