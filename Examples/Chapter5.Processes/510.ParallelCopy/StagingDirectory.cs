// Where a copy grows, beside its target and on the same disk, so that one rename makes it appear whole:
//
//      target's neighbours:     .backup.copying        the copy so far
//                               .backup.copying.lock   held by whoever is at work on it
//
//   I1  The copy is touched only by who holds the lock. The system lets go of it when the process ends, however it ends.
//
// So a copy whose lock can be had belongs to nobody: its process was killed, and the next one begins with clearing it away.

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>A directory that becomes the target, or disappears.</summary>
public sealed class StagingDirectory : IDisposable
{
    private readonly string _target;
    private readonly FileStream _lock;
    private bool _isPublished;

    /// <summary>Makes it.</summary>
    /// <param name="target">What it is to become.</param>
    /// <exception cref="CopyRefusedException">Somebody else is at work on the same target.</exception>
    /// <exception cref="CopyException">It cannot be made.</exception>
    public StagingDirectory(string target)
    {
        _target = target;
        Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{System.IO.Path.GetFileName(target)}.copying");
        _lock = Lock($"{Path}.lock");
        try
        {
            Remove(); // what a killed process left
            MakeDirectory(".");
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Where the copy grows.</summary>
    public string Path { get; }

    /// <summary>Makes a directory in it, closed to others for now.</summary>
    public void MakeDirectory(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Attempt(() => _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, TreeRemoval.OwnerOnly));
    }

    /// <summary>Makes a link in it.</summary>
    public void MakeLink(PlannedLink link)
    {
        var path = System.IO.Path.Combine(Path, link.Name);
        Attempt(() => _ = link.IsDirectory ? Directory.CreateSymbolicLink(path, link.PointsTo)
            : File.CreateSymbolicLink(path, link.PointsTo));
    }

    /// <summary>Gives the directories their permissions, those below first: one that must not be written to cannot be
    /// filled.</summary>
    public void Restrict(IEnumerable<PlannedDirectory> directories)
    {
        foreach (var directory in directories.Reverse())
        {
            var path = System.IO.Path.GetFullPath(directory.Name, Path);
            Attempt(() =>
            {
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, directory.Mode & FileCopier.Permissions);
            });
        }
    }

    /// <summary>Makes it the target, in one step.</summary>
    /// <exception cref="CopyException">Something of that name is there by now; the copy is still here.</exception>
    public void Publish()
    {
        if (CopyPlan.Exists(_target)) throw new CopyException($"{_target} has appeared meanwhile, and nothing is written over");
        Attempt(() => Directory.Move(Path, _target)); // [rename]
        _isPublished = true;
    }

    /// <summary>Removes what has not become the target, and lets others in.</summary>
    /// <exception cref="CopyException">Some of it could not be removed.</exception>
    public void Dispose()
    {
        try { if (!_isPublished) Remove(); }
        finally { _lock.Dispose(); }
    }

    private void Remove()
    {
        try { TreeRemoval.Remove(Path); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CopyException($"{Path} could not be removed: {e.Message}", e);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new CopyRefusedException(isTarget: true, $"somebody else is copying to the same place: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CopyRefusedException(isTarget: true, $"nothing can be written there: {e.Message}");
        }
    }

    private static void Attempt(Action action)
    {
        try { action(); }
        catch (Exception e) when (e is IOException and not CopyException or UnauthorizedAccessException)
        {
            throw new CopyException(e.Message, e);
        }
    }
}
