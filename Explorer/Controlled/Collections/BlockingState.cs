// What a BlockingCollection counts. An item goes through it in one step, if the collection inside is ours and nobody else has
// it; through one that the program has passed in, whose own steps come between, in two:
//
//      room      -- Add: wait for room ----------->  being added   -- then in the collection, added -->  item
//      item      -- Take: wait for an item ------->  being taken   -- then out of it, taken ---------->  room
//
//   I1  Items + Adding + Taking is never more than Bound.
//   I2  Closed: nobody begins to add. Closed, and nobody is adding: there will be no more items.

using System.Diagnostics;
using Workbook.Explorer.Scheduling;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>The numbers behind a <see cref="BlockingCollection{T}"/>.</summary>
/// <param name="bound">Of items; -1: none.</param>
/// <param name="items">At the beginning.</param>
[DebuggerStepThrough]
internal sealed class BlockingState(int bound, int items) : Primitive("a BlockingCollection",
    typeof(Platform.BlockingCollection<>))
{
    private int _adding, _taking;

    public int Bound => bound;

    public int Items { get; private set; } = items;

    /// <summary>Whether adding was ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Of items that are in, or on their way in or out.</summary>
    public int TakenRoom => Items + _adding + _taking;

    public bool HasRoom => bound < 0 || TakenRoom < bound;

    public bool IsAddingCompleted => IsClosed && _adding == 0;

    public bool IsCompleted => IsAddingCompleted && Items == 0;

    public override object? State => Items;

    /// <summary>The step of an operation that only looks.</summary>
    public void Look()
    {
        ThrowIfDisposed();
        Step(OperationKind.Read, isWrite: false).Clock.Join(Released);
    }

    /// <summary>Has room taken by who adds; in the step in which it waited for it.</summary>
    public void BeginAdd(ControlledThread self)
    {
        Debug.Assert(HasRoom && !IsClosed, "I1, I2");
        _adding++;
        Meet(self);
    }

    /// <summary>The item is in, or it is not and its room is free again; in the same step if it went in at once.</summary>
    public void EndAdd(bool isIn)
    {
        Debug.Assert(_adding > 0, "as many end as begin");
        _adding--;
        if (isIn) Items++;
    }

    /// <summary>Has an item taken; in the step in which it waited for it.</summary>
    public void BeginTake(ControlledThread self)
    {
        Debug.Assert(Items > 0, "nothing to take");
        Items--;
        _taking++;
        Meet(self);
    }

    /// <summary>The item is out, or it was not there; in the same step if it came out at once.</summary>
    public void EndTake(bool isOut)
    {
        Debug.Assert(_taking > 0, "as many end as begin");
        _taking--;
        if (!isOut) Items++;
    }

    /// <summary>A step of its own, before the end of what took several.</summary>
    public void Settle() => Meet(Step(OperationKind.Atomic));

    /// <summary>Ends adding, and waits for those who are adding. Nothing the second time.</summary>
    public void Close()
    {
        ThrowIfDisposed();
        var self = Step(OperationKind.Signal);
        if (IsClosed) InVain();
        IsClosed = true;
        Meet(self);
        if (_adding > 0) Block(OperationKind.Wait, isWrite: false, Limit.None);
    }

    protected override bool CanGo(ControlledThread thread) => _adding == 0; // whom Close waits for

    private void Meet(ControlledThread self)
    {
        self.Clock.Join(Released);
        Released.Join(self.Clock);
        if (self.Index >= 0) self.Clock.Tick(self.Index);
    }
}
