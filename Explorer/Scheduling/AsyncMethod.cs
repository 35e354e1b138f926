namespace Workbook.Explorer.Scheduling;

/// <summary>One call of an async method that did not end at once.</summary>
internal sealed class AsyncMethod
{
    private readonly Calls _calls;
    private readonly int _number;
    private int _resumptions;

    public AsyncMethod(Calls calls) => (_calls, _number) = (calls, ++calls.Count);

    /// <summary>As it is called in the source, with a number if it was called more than once.</summary>
    public string Name => _calls.NameOf(_number);

    /// <summary>What it waits for now; null: nothing.</summary>
    public TaskState? Awaited { get; private set; }

    /// <summary>Where it does.</summary>
    public int Site { get; private set; }

    /// <summary>Who came to the await with a context that was to go on with it; null: there was none.</summary>
    public ControlledThread? Owner { get; private set; }

    /// <summary>It stands before an await.</summary>
    public void Await(TaskState? awaited, ControlledThread self, bool isForContext) =>
        (Awaited, Site, Owner) = (awaited, self.Site, isForContext ? self : null);

    /// <summary>It has been given to whoever goes on with it.</summary>
    public void Resumed() => (Awaited, Owner) = (null, null);

    /// <summary>The name of a thread that goes on with it.</summary>
    public Resumption NextResumption() => new(this, ++_resumptions);
}
