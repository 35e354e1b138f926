using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>What a child knows of itself.</summary>
/// <param name="Name">The name that its parent gave it.</param>
/// <param name="ParentId">The process id of its parent; an orphan's parent is another one by now.</param>
/// <param name="IsDaemon">Whether it ends with its parent.</param>
public sealed record CurrentChild(string Name, int ParentId, bool IsDaemon)
{
    /// <summary>The process id of the parent that it has now: somebody else's once its own parent has ended.</summary>
    /// <exception cref="PlatformNotSupportedException">Windows, where nobody takes an orphan over.</exception>
    public static int ParentIdNow => !OperatingSystem.IsWindows()
        ? Libc.getppid()
        : throw new PlatformNotSupportedException(
            "On Windows an orphan keeps the id of its parent, which may be another process by now.");
}
