using System.Security.Cryptography;

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>Compares two trees, alone and without believing anybody: names, kinds, permissions, contents.</summary>
internal static class TreeComparison
{
    /// <summary>How many names there are, and which of them differ.</summary>
    public static (int Names, IReadOnlyList<string> Different) Of(string one, string other)
    {
        var (left, right) = (Describe(one), Describe(other));
        var names = left.Keys.Union(right.Keys).Order(StringComparer.Ordinal).ToList();
        return (names.Count, [.. names.Where(name => left.GetValueOrDefault(name) != right.GetValueOrDefault(name))]);
    }

    private static Dictionary<string, string> Describe(string tree)
    {
        var found = new Dictionary<string, string>();
        var toRead = new Stack<DirectoryInfo>([new DirectoryInfo(tree)]);
        while (toRead.TryPop(out var directory))
        {
            foreach (var entry in directory.GetFileSystemInfos())
            {
                found[Path.GetRelativePath(tree, entry.FullName)] = Describe(entry);
                // .NET's own recursion enters links
                if (entry is DirectoryInfo below && below.LinkTarget is null) toRead.Push(below);
            }
        }
        return found;
    }

    private static string Describe(FileSystemInfo entry)
    {
        if (entry.LinkTarget is { } points) return $"link to {points}";
        if (entry is DirectoryInfo) return $"directory {entry.UnixFileMode}";
        using var contents = File.OpenRead(entry.FullName);
        return $"file {entry.UnixFileMode} {entry.LastWriteTimeUtc.Ticks} {Convert.ToHexString(SHA256.HashData(contents))}";
    }
}
