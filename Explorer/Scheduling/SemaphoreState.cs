namespace Workbook.Explorer.Scheduling;

/// <summary>A number of permits: a wait takes one.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="platform">The type that it stands for.</param>
/// <param name="permits">At the beginning.</param>
/// <param name="maximum">Of permits.</param>
internal sealed class SemaphoreState(string name, Type platform, int permits, int maximum) : Waitable(name, platform)
{
    private int _permits = permits;

    public override bool? IsOpen => IsDisposed || _permits > 0;

    public override bool IsTaken => true;

    public override object? State => _permits;

    public override bool CanTake(ControlledThread thread) => _permits > 0;

    public override void Take(ControlledThread self)
    {
        _permits--;
        base.Take(self);
    }

    /// <summary>How many permits there are now.</summary>
    public int Look()
    {
        Step(OperationKind.Read, isWrite: false).Clock.Join(Released);
        return _permits;
    }

    /// <summary>Gives so many permits.</summary>
    /// <returns>How many there were before.</returns>
    /// <exception cref="SemaphoreFullException">There would be more than the maximum; nothing is changed.</exception>
    public int Give(int count)
    {
        var self = Step(OperationKind.Signal);
        ThrowIfGone();
        var before = _permits;
        if (maximum - before < count) throw new SemaphoreFullException(
            $"{Name} has {before} of at most {maximum} permits, and {count} more were given back.");
        _permits += count;
        self.Clock.Join(Released); // it learns how many there were
        Publish(self);
        return before;
    }

    public override void Give() => Give(1);
}
