// A primitive is plain fields: whoever has the baton reads and changes them. What it does is done in steps, each announced first:
//
//      Step                     may be done at once
//      Block                    may be done when CanGo says so, when the time is up, or when the thread is interrupted
//
//   I1  Nothing is read or changed before the step is announced and it is the thread's turn: what happens then is one atomic
//       step.
//   I2  Who waits for a primitive that is disposed of goes on, and is told so: it may have come after that.
//
// Outside of an execution (in static constructors) there is one thread: what would wait for ever is told at once.

namespace Workbook.Explorer.Scheduling;

/// <summary>The state of a lock, an event, a barrier.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="platform">The type that it stands for.</param>
internal abstract class Primitive(string name, Type platform) : Resource
{
    [ThreadStatic] private static ControlledThread? _outside;

    public override string Name { get; } = name;

    public bool IsDisposed { get; private set; }

    /// <summary>Who calls; outside of an execution a thread with the number -1.</summary>
    public static ControlledThread Self =>
        Execution.Current is null ? _outside ??= new ControlledThread(-1, "outside", static () => { }) : Execution.Self;

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind is not (OperationKind.Acquire or OperationKind.Wait) || IsDisposed || CanGo(thread); // I2

    /// <summary>No more use of it; nothing the second time.</summary>
    public void Dispose()
    {
        if (IsDisposed) return;
        Step(OperationKind.Dispose);
        IsDisposed = true;
    }

    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void ThrowIfDisposed()
    {
        if (!IsDisposed) return;
        Step(OperationKind.Read, isWrite: false); // that it comes after the Dispose must be seen
        ThrowIfGone();
    }

    /// <summary>The same within a step.</summary>
    protected void ThrowIfGone()
    {
        if (IsDisposed) throw new ObjectDisposedException(platform.FullName);
    }

    /// <summary>Whether a thread that waits could go on now.</summary>
    protected abstract bool CanGo(ControlledThread thread);

    /// <summary>Announces a step that does not wait, and returns when it is the caller's turn to do it.</summary>
    /// <returns>The caller.</returns>
    protected ControlledThread Step(OperationKind kind, bool isWrite = true)
    {
        if (Execution.Current is not { } execution) return Self;
        execution.Number(this);
        execution.Perform(new Operation(kind, this, isWrite));
        return Execution.Self;
    }

    /// <summary>Announces a step, and returns when it can be done, or will not be.</summary>
    /// <param name="kind">Acquire or Wait.</param>
    /// <param name="isWrite">Whether going on changes something.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="isHandle">Waits for handles of the system are interrupted even where they need not wait.</param>
    /// <returns>False: the time was up, or it was not to wait and could not go on.</returns>
    /// <exception cref="ThreadInterruptedException">Somebody interrupted the wait.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    protected bool Block(OperationKind kind, bool isWrite, Limit limit, bool isHandle = false)
    {
        if (Execution.Current is not { } execution) return BlockOutside(limit);
        execution.Number(this);
        var resource = limit.Canceled is { } canceled
            ? execution.Number(new Cancelable(this, execution.Number(canceled))) : (Resource)this;
        // A token that is not the program's, and was cancelled from the beginning, ends the wait, and nobody can be waited for.
        var mayWait = limit.MayWait && (limit.Canceled is not null || !limit.Token.IsCancellationRequested);
        execution.Perform(new Operation(mayWait ? kind : OperationKind.TryAcquire, resource, isWrite,
            CanTimeOut: limit.CanTimeOut, Timeout: limit.Milliseconds, Patience: limit.Patience));
        var self = Execution.Self;
        ThrowIfCanceled(self, limit);
        ThrowIfGone();
        if (isHandle) self.ThrowIfInterrupted();
        if (CanGo(self)) return true;
        if (limit.MayWait) self.ThrowIfInterrupted();
        return false;
    }

    /// <summary>The step just done changed nothing, though others of its kind do.</summary>
    /// <returns>False, which is what it comes to.</returns>
    protected static bool InVain()
    {
        Execution.Current?.ChangedNothing();
        return false;
    }

    /// <summary>What the caller has done so far comes before what they do who learn of this step.</summary>
    protected void Publish(ControlledThread self) => Publish(self, ref Released);

    /// <summary>The same for those who look at that clock.</summary>
    protected static void Publish(ControlledThread self, ref Races.VectorClock clock)
    {
        if (self.Index < 0) return;
        clock.Join(self.Clock);
        self.Clock.Tick(self.Index);
    }

    private static void ThrowIfCanceled(ControlledThread self, Limit limit)
    {
        if (limit.Canceled is { } canceled)
        {
            if (!canceled.IsSet) return;
            self.Clock.Join(canceled.Released);
        }
        else if (!limit.Token.IsCancellationRequested) return; // not a token of the program's
        throw new OperationCanceledException(limit.Token);
    }

    private bool BlockOutside(Limit limit)
    {
        limit.Token.ThrowIfCancellationRequested();
        ThrowIfGone();
        if (CanGo(Self)) return true;
        return limit.Milliseconds != -1 ? false : throw ForEver();
    }

    private InvalidOperationException ForEver() =>
        new($"Outside of an explored test there is one thread: it would wait for {Name} for ever.");
}
