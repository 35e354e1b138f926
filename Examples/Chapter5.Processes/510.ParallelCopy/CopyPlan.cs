// What there is to do, read before anything is done:
//
//      source                       plan
//        README.md       ------->   files         README.md, docs/a.txt    largest first
//        docs/           ------->   directories   docs, empty              above before below
//          a.txt
//        empty/
//        latest -> docs  ------->   links         latest                   as they are, not what they point to
//        queue (a FIFO)  ------->   refused: reading it would wait for somebody who writes

using System.Diagnostics;
using System.Formats.Tar;

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>The contents of a directory tree, and where they are to go. A snapshot: files may change after it was read.</summary>
[DebuggerDisplay("{Files.Count} files from {Source,nq} to {Target,nq}")]
public sealed record CopyPlan(string Source, string Target, IReadOnlyList<PlannedFile> Files,
    IReadOnlyList<PlannedDirectory> Directories, IReadOnlyList<PlannedLink> Links)
{
    /// <summary>Bytes in all files together.</summary>
    public long TotalBytes { get; } = Files.Sum(file => file.Length);

    /// <summary>Reads a tree. Follows no link below <paramref name="source"/>.</summary>
    /// <param name="source">A directory.</param>
    /// <param name="target">What it is to become: nothing of that name is there yet, the directory around it is.</param>
    /// <exception cref="CopyRefusedException">The two cannot be copied one to the other.</exception>
    /// <exception cref="CopyException">Something in the tree cannot be read, or cannot be copied.</exception>
    public static CopyPlan Read(string source, string target)
    {
        if (File.Exists(source)) throw BadSource($"{source} is a file, and a directory is copied");
        if (!Directory.Exists(source)) throw BadSource($"there is no directory {source}");
        (source, target) = (RealPath.Of(source), Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));

        if (Path.GetDirectoryName(target) is not { } around)
            throw BadTarget($"{target} is there already, and nothing is written over"); // the root
        if (!Directory.Exists(around)) throw BadTarget($"there is no directory {around} to put it in");
        target = Path.Combine(RealPath.Of(around), Path.GetFileName(target));
        if (RealPath.IsInside(source, target)) throw BadTarget($"{target} holds the source, and nothing is written over");
        if (Exists(target)) throw BadTarget($"{target} is there already, and nothing is written over");
        if (RealPath.IsInside(target, source))
            throw BadTarget($"{target} lies inside the source, so that the copy would copy itself");
        return Walk(source, target);
    }

    /// <summary>Whether there is anything of that name, a link to nowhere included.</summary>
    public static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static CopyRefusedException BadSource(string message) => new(isTarget: false, message);

    private static CopyRefusedException BadTarget(string message) => new(isTarget: true, message);

    private static CopyPlan Walk(string source, string target)
    {
        List<PlannedFile> files = [];
        List<PlannedDirectory> directories = [];
        List<PlannedLink> links = [];
        var toRead = new Stack<DirectoryInfo>([new DirectoryInfo(source)]);
        while (toRead.TryPop(out var directory))
        {
            directories.Add(new PlannedDirectory(Path.GetRelativePath(source, directory.FullName), directory.UnixFileMode));
            foreach (var entry in EntriesOf(directory))
            {
                var name = Path.GetRelativePath(source, entry.FullName);
                if (entry.LinkTarget is { } points) links.Add(new PlannedLink(name, points, entry is DirectoryInfo));
                else if (entry is DirectoryInfo below) toRead.Push(below);
                else files.Add(Planned(name, (FileInfo)entry));
            }
        }
        // The largest first: a worker that begins with a long one at the end would work alone while the others have nothing left.
        return new CopyPlan(source, target, [.. files.OrderByDescending(file => file.Length)], directories, links);
    }

    private static FileSystemInfo[] EntriesOf(DirectoryInfo directory)
    {
        try { return directory.GetFileSystemInfos(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CopyException($"{directory.FullName} cannot be read: {e.Message}", e);
        }
    }

    private static PlannedFile Planned(string name, FileInfo file)
    {
        // Only what has no length can be anything but a file with contents.
        if (file.Length == 0 && !IsRegular(file))
            throw new CopyException($"{file.FullName} is a FIFO, a socket or a device, which has no contents to copy");
        return new PlannedFile(name, file.Length, file.LastWriteTimeUtc, file.UnixFileMode);
    }

    // .NET has no name for the kind of a file. Its archiver asks the system, and opens nothing but files.
    private static bool IsRegular(FileInfo file)
    {
        try
        {
            using var bytes = new MemoryStream();
            using (var archive = new TarWriter(bytes, leaveOpen: true)) archive.WriteEntry(file.FullName, entryName: "it");
            bytes.Position = 0;
            using var reader = new TarReader(bytes);
            return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
        }
        catch (UnauthorizedAccessException) { return true; } // a file that must not be read: told when it is to be copied
        catch (IOException) { return false; } // a socket has no entry in an archive
    }
}
