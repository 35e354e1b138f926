using System.Runtime.Versioning;

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>Removes directories with all that is in them.</summary>
internal static class TreeRemoval
{
    /// <summary>What only the owner may do with a directory, and he everything.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes a tree, also one with directories that must not be written to. Nothing if it is not there.</summary>
    public static void Remove(string path)
    {
        if (!Directory.Exists(path)) return;
        if (!OperatingSystem.IsWindows()) Open(path);
        Directory.Delete(path, recursive: true);
    }

    // A directory that must not be written to cannot be emptied.
    [UnsupportedOSPlatform("windows")]
    private static void Open(string path)
    {
        File.SetUnixFileMode(path, OwnerOnly);
        foreach (var below in new DirectoryInfo(path).GetDirectories())
            if (below.LinkTarget is null) Open(below.FullName);
    }
}
