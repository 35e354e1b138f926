namespace Workbook.Ipc.Processes;

/// <summary>What a new process is to be.</summary>
internal sealed record SpawnRequest
{
    /// <summary>The program: a path. Nothing is searched for.</summary>
    public required string Program { get; init; }

    /// <summary>What follows the program's name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>All of its environment; null: ours.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Where it starts; null: where we are.</summary>
    public string? Directory { get; init; }

    /// <summary>Which of our descriptors it gets, and as which number. 0, 1 and 2 are ours unless named; all others stay
    /// here.</summary>
    public IReadOnlyList<(int Ours, int Theirs)> Descriptors { get; init; } = [];

    /// <summary>A process group of its own, so that Ctrl+C does not reach it and the group can be killed as one.</summary>
    public bool OwnGroup { get; init; }

    /// <summary>It starts with SIGINT blocked, so that Ctrl+C cannot end it before it has said what it wants to do about
    /// it.</summary>
    public bool BlockInterrupt { get; init; }
}
