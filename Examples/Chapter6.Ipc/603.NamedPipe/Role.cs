namespace Workbook.Examples.Ipc.Postboxes;

/// <summary>Which half of the demo this process plays.</summary>
public enum Role
{
    /// <summary>Reads, and starts the writers itself, as processes of their own.</summary>
    Both,

    /// <summary>Reads only.</summary>
    Reader,

    /// <summary>Writes only.</summary>
    Writer,
}
