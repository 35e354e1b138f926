namespace Workbook.Explorer.Scheduling;

/// <summary>Of one execution: how many tasks and calls of async methods there were, by which they are told apart.</summary>
internal sealed class TaskBook
{
    private readonly Dictionary<Type, Calls> _calls = [];

    /// <summary>Tasks that were started, or continue others.</summary>
    public int Count { get; set; }

    /// <summary>The calls that have waited.</summary>
    public List<AsyncMethod> Waited { get; } = [];

    /// <summary>Calls that wait for each other, once nobody can go on; empty: there is no circle.</summary>
    public IReadOnlyList<AwaitLink> Circle { get; set; } = [];

    /// <summary>The type of the test's own state machine, if it is async and has not begun; null: it is not, or has.</summary>
    public Type? Test { get; set; }

    /// <summary>The calls of the method of which that type was made.</summary>
    public Calls CallsOf(Type stateMachine)
    {
        if (!_calls.TryGetValue(stateMachine, out var calls)) _calls.Add(stateMachine, calls = new Calls(stateMachine));
        return calls;
    }
}
