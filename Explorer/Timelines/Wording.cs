using Workbook.Explorer.Controlled.Collections;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Says in a few words what an event did: <c>left 1 -> 0</c>, <c>waits for _second, which b holds</c>.</summary>
internal sealed class Wording(Execution execution, Recording recording, Sharing sharing, ObjectNames names, SourceText source)
{
    /// <summary>What happened.</summary>
    public string Of(Event done)
    {
        var name = NameOf(done.Resource);
        if (done.IsBlocked) return Waits(done, name);
        return done.Kind switch
        {
            OperationKind.Read when IsLookAtDisposed(done) => $"finds {name} disposed of",
            OperationKind.Read when done.Awaits => $"awaits {name}",
            OperationKind.Read or OperationKind.Watch when done.Location is null => Seen(done, name),
            OperationKind.Read when done.IsForwarded && CanShow(done.Before, done) =>
                $"{name} is {Show(done.Before)} (in its store buffer)",
            OperationKind.Read => CanShow(done.Before, done) ? $"{name} is {Show(done.Before)}" : $"reads {name}",
            OperationKind.Write or OperationKind.Buffer when done.Location is not null =>
                (CanShow(done.After, done) ? $"{name} = {Show(done.After)}" : $"writes {name}")
                + (done.IsDelayed ? " (in its store buffer)" : ""),
            OperationKind.Flush => $"{name}{(CanShow(done.After, done) ? $" = {Show(done.After)}" : "")} reaches memory",
            OperationKind.Spawn => $"starts {name}",
            OperationKind.End => "ends",
            OperationKind.Join => done.TimedOut ? $"waits no longer for {name}" : $"has waited for {name}",
            OperationKind.Acquire => done.TimedOut ? $"gives up waiting for {name}" : $"takes {name}",
            OperationKind.TryAcquire when done.Resource is not Waitable or MutexState => Tried(done, name),
            OperationKind.Release => IsAbandonment(done) ? $"ends without giving up {name}" : $"gives up {name}",
            OperationKind.Wait when done.TimedOut => $"waits no longer for {name}",
            OperationKind.Atomic when done.Resource is TaskState => $"takes up {name}",
            OperationKind.Wait or OperationKind.TryAcquire => Passed(done, name),
            OperationKind.Signal => Signalled(done, name),
            OperationKind.Reset => $"resets {name}",
            OperationKind.Interrupt => $"interrupts {name}",
            OperationKind.Dispose => $"disposes of {name}",
            OperationKind.Sleep => "sleeps",
            OperationKind.Yield => "gives way",
            OperationKind.Spin => "goes round again",
            _ => Changed(done),
        };
    }

    /// <summary>What a step made of a place: <c>left 1 -> 0</c>.</summary>
    public string Changed(Event done)
    {
        var name = NameOf(done.Resource);
        if (!CanShow(done.Before, done) || !CanShow(done.After, done)) return $"changes {name}";
        return Equals(done.Before, done.After) ? $"{name} stays {Show(done.Before)}"
            : $"{name} {Show(done.Before)} -> {Show(done.After)}";
    }

    public string NameOf(Resource resource) => names.Of(resource);

    /// <summary>Its number among the threads of the program: store buffers do not count, and calls of async methods come after
    /// them.</summary>
    public int NumberOf(int actor) => actor >= Recording.FirstCall
        ? NumberOf(execution.Threads.Count) + actor - Recording.FirstCall
        : execution.Buffers is null ? actor : actor / 2;

    public string ThreadName(int actor) => recording.CallOf(actor)?.Name ?? execution.Threads[actor].Name;

    public string Show(object? value) => Values.Show(value, names.Of);

    /// <summary>Where it stands: <c>line 12</c>, without symbols the method; <c>?</c> for nowhere.</summary>
    public string Where(int site) => source[site] is not { } at ? "?" : at.File is null ? at.Method : $"line {at.Line}";

    /// <summary>The same behind a word: <c> (line 12)</c>; nothing for nowhere.</summary>
    public string At(int site) => source[site] is null ? "" : $" ({Where(site)})";

    /// <summary>Whether the thread ended there with a mutex that it held.</summary>
    public bool IsAbandonment(Event done) => execution.Failure?.Exception is AbandonedMutexException
        && done is { Kind: OperationKind.Release, Resource: MutexState }
        && recording.Events.FindLast(other => other.Kind == OperationKind.Release && other.Resource == done.Resource) == done;

    // An object says something only where it is put in the place of another, and a struct never does in one word.
    private bool CanShow(object? value, Event done)
    {
        if (value == Values.Unknown || value is Delegate) return false;
        return value is null || Values.IsPlain(value) || (!value.GetType().IsValueType && sharing.Changes(done.Resource));
    }

    // The last that its thread did before it was told so.
    private bool IsLookAtDisposed(Event done) => execution.Failure?.Exception is ObjectDisposedException
        && recording.Culprit?.Index == done.Thread && done.Resource is Primitive { IsDisposed: true }
        && recording.Events.FindLast(other => other.Thread == done.Thread) == done;

    private static string Waits(Event done, string name) => done.Kind switch
    {
        OperationKind.Join => $"waits for the end of {name}",
        OperationKind.Wait when done.Resource is LockState => $"waits for a pulse of {name}",
        OperationKind.Wait when done.Resource.Want is { } want => $"waits for {want.Lacks} {name}",
        _ => done.Holder is { } holder ? $"waits for {name}, which {holder.Name} holds" : $"waits for {name}",
    };

    private static string Seen(Event done, string name) => (done.Resource, done.Before) switch
    {
        (EventState, true) => $"{name} is set",
        (EventState, _) => $"{name} is not set",
        (SemaphoreState, 1) => $"sees 1 permit in {name}",
        (SemaphoreState, int permits) => $"sees {permits} permits in {name}",
        (TaskState, >= TaskStatus.RanToCompletion) => $"finds {name} completed",
        (TaskState, TaskStatus) => $"finds {name} not completed",
        _ => $"looks at {name}",
    };

    private static string Tried(Event done, string name) =>
        done.Holder is { } holder && holder.Index != done.Thread ? $"finds {name} taken, by {holder.Name}" : $"takes {name}";

    // Past a lock's waiting room, an event or a semaphore.
    private static string Passed(Event done, string name) => done.Resource switch
    {
        LockState => $"is woken, takes {name}",
        SemaphoreState when done.Before is 0 => $"finds no permit in {name}",
        SemaphoreState => $"takes a permit of {name}, {done.After} left",
        MutexState or ReadWriteState => $"takes {name}",
        { Want: { } want } => Equals(done.Before, done.After) ? $"finds no {want.Lacks} {name}" : $"takes {want.Lacks} {name}",
        TaskState => $"has waited for {name}",
        _ when done.Kind == OperationKind.TryAcquire && done.Before is false => $"finds {name} not set",
        _ => $"goes past {name}",
    };

    private string Signalled(Event done, string name)
    {
        var isSame = Equals(done.Before, done.After);
        return done.Resource switch
        {
            SemaphoreState when isSame => $"releases {name}, which is full",
            SemaphoreState => $"releases {name}: {Show(done.Before)} -> {Show(done.After)}",
            EventState => done.Before is true ? $"sets {name}, which is set" : $"sets {name}",
            CountdownState when isSame => $"signals {name}, which is at {Show(done.Before)}",
            CountdownState => $"signals {name}: {Show(done.Before)} -> {Show(done.After)}",
            LockState => Pulsed(done, name),
            BlockingState => $"ends adding to {name}",
            TaskState => $"completes {name}",
            _ => $"signals {name}",
        };
    }

    private static string Pulsed(Event done, string name)
    {
        var (before, after) = (done.Before as int? ?? 0, done.After as int? ?? 0);
        return before == 0 ? $"pulses {name}: nobody waits" : $"pulses {name}: wakes {before - after} of {before}";
    }
}
