using System.Diagnostics;
using Workbook.Explorer.Scheduling;
using Platform = System.Collections.Concurrent;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>Waiting for room, or for an item, in any of some collections: one step, in which the room or the item is
/// taken.</summary>
/// <param name="of">The collections.</param>
/// <param name="adds">Whether for room.</param>
[DebuggerStepThrough]
internal sealed class BlockingWait(IReadOnlyList<BlockingState> of, bool adds)
    : Primitive("a BlockingCollection", typeof(Platform.BlockingCollection<>))
{
    /// <summary>What <see cref="Wait"/> says when the time was up.</summary>
    public const int TimeIsUp = -1;

    /// <summary>What it says when there is no more to wait for: for who adds, one was closed; for who takes, all are
    /// completed.</summary>
    public const int Over = -2;

    public override IReadOnlyList<Resource> Parts => of;

    public override object? State => of.Count == 1 ? adds ? of[0].TakenRoom : of[0].Items : null;

    public override (string Lacks, string Remedy)? Want =>
        adds ? ("room in", "take an item") : ("an item of", "add one, or to end adding");

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) => operation.Kind == OperationKind.Wait;

    /// <summary>Waits, and begins.</summary>
    /// <returns>In which of them; or one of the numbers above.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was begun.</exception>
    public int Wait(Limit limit)
    {
        foreach (var state in of) state.ThrowIfDisposed();
        if (Execution.Current is { } execution)
        {
            foreach (var state in of) execution.Number(state);
        }
        if (!Block(OperationKind.Wait, isWrite: true, limit))
        {
            InVain();
            return TimeIsUp;
        }
        foreach (var state in of) state.ThrowIfDisposed();
        var self = Self;
        var first = IsOver ? -1 : First();
        if (first < 0) return OverFor(self);
        if (adds) of[first].BeginAdd(self);
        else of[first].BeginTake(self);
        return first;
    }

    protected override bool CanGo(ControlledThread thread) => IsOver || First() >= 0 || of.Any(state => state.IsDisposed);

    private bool IsOver => adds ? of.Any(state => state.IsClosed) : of.All(state => state.IsCompleted);

    private int First()
    {
        for (var i = 0; i < of.Count; i++)
        {
            if (adds ? of[i].HasRoom : of[i].Items > 0) return i;
        }
        return -1;
    }

    private int OverFor(ControlledThread self)
    {
        InVain();
        foreach (var state in of) self.Clock.Join(state.Released);
        return Over;
    }
}
