// How a file of the private directory comes and goes:
//
//      TryCreate     6f0c...e1.new, held ---- filled (may fail, may take long) ---- renamed to seats.region
//      Open          seats.region, checked, held
//      Dispose       let go; who finds nobody else there removes the name
//
//   I1  What has its real name is complete: it gets that name last, and a name that is taken is never replaced.
//   I2  A named file has a holder. One without belonged to processes that were killed: it counts as missing, and is removed.
//
// The file itself lives on, nameless, for those who still hold it after Unlink.

using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Names;

/// <summary>A file in the private directory, held by this object until it is disposed.</summary>
/// <remarks>For one thread, but for any number of objects and processes.</remarks>
internal sealed class NamedFile : IDisposable
{
    private bool _isUnlinked;

    private NamedFile(string path, SafeFileHandle handle) => (Path, Handle) = (path, handle);

    public string Path { get; }

    public SafeFileHandle Handle { get; private set; }

    /// <summary>Makes the file; <paramref name="fill"/> writes what an opener must find. If that throws, nothing is
    /// left.</summary>
    /// <returns>Null when somebody uses a file of that name.</returns>
    public static NamedFile? TryCreate(string path, Action<SafeFileHandle> fill, long preallocate = 0)
    {
        var directory = System.IO.Path.GetDirectoryName(path)!;
        var draft = System.IO.Path.Combine(directory, $"{Guid.NewGuid():N}.new");
        SafeFileHandle handle;
        using (PrivateDirectory.Lock(directory))
        {
            handle = File.OpenHandle(
                draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, preallocationSize: preallocate);
            Hold(handle);
        }
        try
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            fill(handle);
            using (PrivateDirectory.Lock(directory))
            {
                if (File.Exists(path))
                {
                    if (PrivateDirectory.IsHeld(path)) return Abandon(draft, handle);
                    File.Delete(path); // I2
                }
                if (OperatingSystem.IsWindows()) handle.Dispose(); // an open file cannot be renamed there
                File.Move(draft, path, overwrite: false);
                if (OperatingSystem.IsWindows())
                    handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            }
            return new NamedFile(path, handle);
        }
        catch
        {
            Abandon(draft, handle);
            throw;
        }
    }

    /// <summary>Opens the file; <paramref name="check"/> throws if it is not what was expected, and it then stays as it
    /// is.</summary>
    /// <exception cref="FileNotFoundException">There is none, or nobody uses it any more.</exception>
    public static NamedFile Open(string path, Action<SafeFileHandle> check)
    {
        using var directory = PrivateDirectory.Lock(System.IO.Path.GetDirectoryName(path)!);
        if (!File.Exists(path)) throw Missing(path);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            check(handle);
            if (!OperatingSystem.IsWindows() && !PrivateDirectory.IsHeldByAnother(handle))
            {
                File.Delete(path); // I2
                throw Missing(path);
            }
            Hold(handle);
            return new NamedFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Takes the name away; who has the file open keeps it. On Windows it goes with its last user, and this does
    /// nothing.</summary>
    /// <exception cref="FileNotFoundException">The name was taken away before; it may be another file's by now, which
    /// stays.</exception>
    public void Unlink()
    {
        if (OperatingSystem.IsWindows()) return;
        using var directory = PrivateDirectory.Lock(System.IO.Path.GetDirectoryName(Path)!);
        if (!IsNamed) throw Missing(Path);
        File.Delete(Path);
        _isUnlinked = true;
    }

    /// <summary>Lets go of the file. The last one to do so takes the name with it.</summary>
    public void Dispose()
    {
        if (Handle.IsClosed) return;
        try
        {
            using var directory = PrivateDirectory.Lock(System.IO.Path.GetDirectoryName(Path)!);
            if (OperatingSystem.IsWindows()) Handle.Dispose(); // then Delete succeeds for the last one only
            if (OperatingSystem.IsWindows() || (IsNamed && !PrivateDirectory.IsHeldByAnother(Handle))) File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // still used by another (Windows), or the directory itself is gone; a name that stays is swept later
        }
        finally
        {
            Handle.Dispose();
        }
    }

    // Not File.Exists alone: the path may have passed to a new file since.
    private bool IsNamed => OperatingSystem.IsLinux() ? Libc.StatusOf(Handle).Links > 0 : !_isUnlinked && File.Exists(Path);

    private static void Hold(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows()) return;
        Libc.Check(Libc.flock(handle, Libc.LockShared | Libc.LockNonBlocking), "flock");
    }

    private static NamedFile? Abandon(string draft, SafeFileHandle handle)
    {
        handle.Dispose();
        File.Delete(draft);
        return null;
    }

    private static FileNotFoundException Missing(string path) => new(
        $"There is no '{System.IO.Path.GetFileNameWithoutExtension(path)}' ({path}): it was never made, or its users have all " +
        "ended.", path);
}
