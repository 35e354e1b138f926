namespace Workbook.Explorer.Scheduling;

/// <summary>One call of an async method.</summary>
internal sealed class AsyncMethod
{
    private readonly Calls _calls;
    private readonly int _number;
    private int _resumptions;

    /// <param name="calls">Those of the same method.</param>
    /// <param name="caller">In which call it was made; null: in none.</param>
    public AsyncMethod(Calls calls, AsyncMethod? caller) => (_calls, _number, Caller) = (calls, ++calls.Count, caller);

    /// <summary>As it is called in the source, with a number if it was called more than once.</summary>
    public string Name => _calls.NameOf(_number);

    /// <summary>The call in which it was made; null: none.</summary>
    public AsyncMethod? Caller { get; }

    /// <summary>Whether it is the test, and main to whoever reads.</summary>
    public bool IsTest { get; init; }

    /// <summary>Which of the program's calls it is told as: what the library does for a call is done by that.</summary>
    public AsyncMethod? Told => !_calls.IsOfLibrary ? this : Caller?.Told;

    /// <summary>What it waits for now; null: nothing.</summary>
    public TaskState? Awaited { get; private set; }

    /// <summary>Where it does.</summary>
    public int Site { get; private set; }

    /// <summary>Who came to the await with a context that was to go on with it; null: there was none.</summary>
    public ControlledThread? Owner { get; private set; }

    /// <summary>That context, if it is no scheduler; null: there was none.</summary>
    public SynchronizationContext? Context { get; private set; }

    /// <summary>Whether that type was made of its method.</summary>
    public bool IsOf(Type stateMachine) => _calls.StateMachine == stateMachine;

    /// <summary>It stands before an await.</summary>
    public void Await(TaskState? awaited, ControlledThread self, bool isForContext, SynchronizationContext? context = null) =>
        (Awaited, Site, Owner, Context) = (awaited, self.Site, isForContext ? self : null, context);

    /// <summary>The caller goes on with it, until it ends or comes to an await.</summary>
    public void Resume(Action continuation)
    {
        var self = Execution.Self;
        var outer = self.Method;
        (Awaited, Owner, Context) = (null, null, null);
        self.Method = this;
        try { continuation(); }
        finally { self.Method = outer; }
    }

    /// <summary>The name of a thread that goes on with it.</summary>
    public Resumption NextResumption() => new(this, ++_resumptions);
}
