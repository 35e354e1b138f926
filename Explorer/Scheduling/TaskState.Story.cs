// What is told of a task: how it is called, what it stands for, and why it is not completed. Nothing here is a step.

using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Scheduling;

internal sealed partial class TaskState
{
    /// <summary>What somebody has to do, of whom nothing more is known.</summary>
    public const string Completes = "completes it";

    private TaskChain? _chain;
    private int _number;
    private string _kind = "task";

    public override string Name => Method is { } method ? method.Name
        : Outer is { } outer ? outer.Name
        : Work is { } work ? $"{_kind} {_number} of {MethodNames.OfMethod(work.Method.Name, out _)}"
        : base.Name;

    /// <summary>The async method whose end it is; null: of none that waited.</summary>
    public AsyncMethod? Method { get; set; }

    /// <summary>What it runs; null: it is completed by hand, or by what others do.</summary>
    public Delegate? Work { get; private set; }

    /// <summary>What completes it by hand, a TaskCompletionSource; null: nothing.</summary>
    public object? Source { get; set; }

    /// <summary>Who runs it; null: nobody now.</summary>
    public ControlledThread? Runner { get; set; }

    /// <summary>The tasks that it waits for, of one that follows others; null: it does not.</summary>
    public IReadOnlyList<TaskState>? Followed { get; set; }

    /// <summary>The task that it is the end of, to whoever has started that; null: it is not.</summary>
    public TaskState? Outer { get; private set; }

    /// <summary>Whether it is a task in another, which the program has no hold of.</summary>
    public bool IsInner { get; private set; }

    /// <summary>Of what it is a permit: somebody completes it by giving back what he holds, and not by a call that has yet to
    /// come. Null: it is none.</summary>
    public SemaphoreState? Permit { get; init; }

    /// <summary>What somebody else would have to do.</summary>
    public string Remedy { get; init; } = Completes;

    /// <summary>Why it is not completed; once the execution is over, why it was not when somebody asked last.</summary>
    public TaskChain Chain =>
        Execution.Current is { IsAborting: false } || _chain is null ? _chain = TaskChain.From(this) : _chain;

    /// <summary>Says what it runs, and counts it.</summary>
    public TaskState Runs(Execution execution, Delegate work, string kind = "task")
    {
        (Work, _kind, _number) = (work, kind, ++execution.Tasks.Count);
        return this;
    }

    /// <summary>It is the end of that one's inner task.</summary>
    public void StandFor(TaskState outer)
    {
        Outer = outer;
        outer.IsInner = true;
    }

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) =>
        operation.Kind == OperationKind.Wait && Chain is { Holder: null, IsCircle: false, Links: [.., { Task.Permit: null }] };

    public override IEnumerable<ControlledThread> HoldersIn(Execution execution) => Chain.Holder is { } holder ? [holder] : [];

    public override string ToString() => Name;
}
