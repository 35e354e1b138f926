// An execution ends early when something failed, the strategy gave it up, or we ourselves cannot go on. Then its threads are
// unwound, one after the other, each by an exception at the step that it stands before:
//
//      ExecutionAborted  ->  its finally blocks run; a step there is done at once, in no order (nobody looks any more), but one
//                            that would have to wait for ever, or a loop that goes on for long, throws again  ->  the carrier
//                            is idle
//
//   U1  The first failure counts; what goes wrong while threads are unwound is nobody's fault, and neither is a race then.
//   U2  Once IsAborting is set no step is recorded, and no strategy is asked.
//   U3  Every thread that has a carrier gets the baton once more, and returns it: afterwards all carriers are idle.

using System.Diagnostics;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Scheduling;

internal sealed partial class Execution
{
    /// <summary>What is wrong when an execution does not follow the one before it.</summary>
    public const string Unrepeatable = "The test does not do the same twice under the same schedule: something in it (time, "
        + "chance, a file, a static that is not set back) is not controlled.";

    private Exception? _stopped;

    /// <summary>The first thing that went wrong.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Whether the strategy gave it up half-way.</summary>
    public bool WasPruned { get; private set; }

    /// <summary>Whether the program did not do what it did before under the same schedule, as the strategy says.</summary>
    public bool HasDiverged { get; set; }

    /// <summary>Its threads are being unwound: steps are no longer scheduled.</summary>
    public bool IsAborting { get; private set; }

    /// <summary>Ends the execution with this failure, unless another came first. The caller goes on unwinding.</summary>
    public void Fail(FailureKind kind, string message, Exception? exception = null)
    {
        Debug.Assert(Self is null || Self == Running, "I1");
        if (IsAborting) return; // U1
        if (_alone is not null)
        {
            Learn(_aloneIn, spins: false); // it will fail again, with others that may move
            return;
        }
        Failure = new Failure(kind, message, exception);
        Recording?.Failed(this, Current is null ? null : Self);
        Abort();
    }

    /// <summary>Ends the execution for a reason that is no failure of the test; <see cref="Run"/> throws it.</summary>
    public void Stop(Exception reason)
    {
        _stopped ??= reason;
        Abort();
    }

    private void FailWith(ControlledThread thread, Exception thrown) =>
        Fail(Failures.KindOf(thrown), $"{thread.Name}: {thrown.GetType().Name}: {thrown.Message}", thrown);

    private ControlledThread? GiveUp()
    {
        WasPruned = true;
        Abort();
        return null;
    }

    // Who comes back from where it was stuck, when nobody waits for the end any more, goes no further.
    private void UnwindIfAbandoned()
    {
        if (carriers.Abandoned is not null && !IsAborting) Abort();
    }

    private void Abort()
    {
        IsAborting = true;
        Races.Stop(); // U1
    }

    // The first time the exception; then we are in a finally block of the program, which gets done what need not wait for ever.
    private static void Unwind(ControlledThread self, in Operation operation)
    {
        self.TimedOut = !operation.Resource.IsReady(self, operation);
        if (!self.IsUnwinding || operation.Kind == OperationKind.Spawn || (self.TimedOut && !operation.CanTimeOut))
            throw Unwinding(self);
    }

    private static ExecutionAborted Unwinding(ControlledThread self)
    {
        if (!self.IsUnwinding) self.Rounds = 0;
        self.IsUnwinding = true;
        return new ExecutionAborted();
    }

    // U3
    private ControlledThread? NextToUnwind() => Threads.Find(thread => thread.Carrier is not null);
}
