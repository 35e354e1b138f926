namespace Workbook.Ipc.Pipes;

/// <summary>What the pipes need of the system.</summary>
internal static class Platform
{
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(
                "These pipes wait in poll(2) with an eventfd and pass descriptors in the way of Linux. " +
                "Elsewhere use System.IO.Pipes: AnonymousPipeServerStream one way, NamedPipeServerStream both ways.");
    }
}
