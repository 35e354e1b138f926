namespace Workbook.Explorer.Scheduling;

/// <summary>Of one execution: how many tasks and calls of async methods there were, by which they are told apart.</summary>
internal sealed class TaskBook
{
    private readonly Dictionary<Type, Calls> _calls = [];

    /// <summary>Tasks that were started, or continue others.</summary>
    public int Count { get; set; }

    /// <summary>The calls of the method of which that type was made.</summary>
    public Calls CallsOf(Type stateMachine)
    {
        if (!_calls.TryGetValue(stateMachine, out var calls)) _calls.Add(stateMachine, calls = new Calls(stateMachine));
        return calls;
    }
}
