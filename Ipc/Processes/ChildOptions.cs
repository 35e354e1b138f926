namespace Workbook.Ipc.Processes;

/// <summary>How a child process is started.</summary>
public sealed record ChildOptions
{
    /// <summary>What <c>ps</c>, debuggers and failures call it; made up if null.</summary>
    public string? Name { get; init; }

    /// <summary>True: it ends with its parent, even when the parent is killed, and may have no children of its own. False: the
    /// parent, when its main function has returned, goes on until the child has ended. Null: as the process that makes
    /// it.</summary>
    public bool? IsDaemon { get; init; }

    /// <summary>True: Ctrl+C in the terminal does not end it, from its first moment on; whoever started it does. For workers
    /// whose parent shuts down in order. False: it dies of Ctrl+C as any program does.</summary>
    public bool IgnoreInterrupt { get; init; }

    /// <summary>Where its standard output goes.</summary>
    public StreamTarget Output { get; init; } = StreamTarget.Inherit;

    /// <summary>Where its standard error goes.</summary>
    public StreamTarget Error { get; init; } = StreamTarget.Inherit;

    /// <summary>Whether it is started without what only Linux has. A test may ask for that on Linux too.</summary>
    internal bool IsPortable { get; init; } = !OperatingSystem.IsLinux();
}
