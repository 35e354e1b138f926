namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>Paths without links in them, so that two of them can be compared.</summary>
public static class RealPath
{
    /// <summary>Where an existing file or directory really is: every link on the way is followed.</summary>
    public static string Of(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(path) is not { } around) return path; // the root
        var here = Path.Combine(Of(around), Path.GetFileName(path));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: false) is { } next ? Of(next.FullName) : here;
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="directory"/> or something below it. Both are real.</summary>
    public static bool IsInside(string path, string directory) =>
        path == directory || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
}
