//      not set   <---- Reset / a waiter of an auto-reset event ----   set
//                --------------------- Set -------------------->

namespace Workbook.Explorer.Scheduling;

/// <summary>An event: set or not.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="platform">The type that it stands for.</param>
/// <param name="isSet">At the beginning.</param>
/// <param name="isAuto">Whether it lets one through for each time that it is set, and not all until it is reset.</param>
internal sealed class EventState(string name, Type platform, bool isSet, bool isAuto) : Waitable(name, platform)
{
    private bool _isSet = isSet;

    public override bool? IsOpen => IsDisposed || _isSet;

    public override bool IsTaken => isAuto;

    /// <summary>Whether it is set now; no step.</summary>
    public bool IsSet => _isSet;

    public override object? State => _isSet;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) => operation.Kind == OperationKind.Wait;

    public override bool CanTake(ControlledThread thread) => _isSet;

    public override void Take(ControlledThread self)
    {
        if (isAuto) _isSet = false;
        base.Take(self);
    }

    /// <summary>Whether it is set now. Who sees that it is comes after what came before its being set.</summary>
    public bool Look()
    {
        var self = Step(OperationKind.Read, isWrite: false);
        if (_isSet) self.Clock.Join(Released);
        return _isSet;
    }

    /// <summary>Lets one or all go on.</summary>
    /// <param name="evenIfDisposed">Some types allow that.</param>
    public void Set(bool evenIfDisposed = false)
    {
        var self = Step(OperationKind.Signal);
        if (!evenIfDisposed) ThrowIfGone();
        _isSet = true;
        Publish(self);
    }

    /// <summary>Sets it, as a part of a step that was announced, and in which what came before is published.</summary>
    public void SetNow() => _isSet = true;

    /// <summary>Makes the next ones wait.</summary>
    public void Reset()
    {
        Step(OperationKind.Reset);
        ThrowIfGone();
        _isSet = false;
    }

    public override void Give() => Set();
}
