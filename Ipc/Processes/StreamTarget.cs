namespace Workbook.Ipc.Processes;

/// <summary>Where a standard stream of a child goes.</summary>
public enum StreamTarget
{
    /// <summary>Where ours goes.</summary>
    Inherit,

    /// <summary>Nowhere.</summary>
    Null,

    /// <summary>To a pipe that the parent reads.</summary>
    Pipe,
}
