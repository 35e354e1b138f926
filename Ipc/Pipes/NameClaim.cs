// Who owns a name that has no file of its own that could be locked (a FIFO would count an opener as a reader, a socket cannot be
// opened):
//
//      hotline.fifo             the thing
//      hotline.fifo.held        "4711": a file beside it, with flock(2), held by its creator alone until it ends
//
//   I1  Whoever holds the lock on the file beside it owns the thing; nobody else creates or removes it.
//   I2  The kernel lets go of the lock when the creator ends, however it ends. What is left then is swept by the next one.
//   I3  Owner files come, go and change hands only while the directory is locked, for some microseconds: otherwise one could
//       lock a file that another is just removing, and own what has no name.

using System.Text;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;

namespace Workbook.Ipc.Pipes;

/// <summary>The right to a name among the FIFOs, or among the sockets, of this user.</summary>
internal sealed class NameClaim : IDisposable
{
    private const string Held = ".held";

    private readonly FileStream _file; // FileShare.None is an exclusive flock(2)
    private int _disposed; // by Interlocked.Exchange

    private NameClaim(string path, FileStream file) => (Path, _file) = (path, file);

    /// <summary>Where the thing is to be. Nothing is there when the claim is new.</summary>
    public string Path { get; }

    /// <exception cref="IOException">Somebody has that name; the message says who.</exception>
    public static NameClaim Of(string name, string kind)
    {
        var path = PrivateDirectory.PathOf(name, kind);
        using var _ = LockDirectoryOf(path);
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(path)!, $"*.{kind}{Held}").ToList())
            if (TryTake(file[..^Held.Length]) is { } dead) dead.Remove(); // I2
        return TryTake(path) ?? throw new IOException(
            $"'{name}' is in use: process {OwnerOf(path)} created it. Dispose it there first, or take another name.");
    }

    /// <summary>Removes the thing, and gives up its name. May be repeated.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        using var _ = LockDirectoryOf(Path);
        Remove();
    }

    private void Remove()
    {
        File.Delete(Path);
        File.Delete(OwnerFile(Path));
        _file.Dispose();
    }

    private static NameClaim? TryTake(string path)
    {
        FileStream file;
        try { file = new(OwnerFile(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0); }
        catch (IOException) when (File.Exists(OwnerFile(path))) { return null; } // locked: I1
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes($"{Environment.ProcessId}"));
        File.Delete(path); // of one who is dead
        return new NameClaim(path, file);
    }

    // With open(2), since FileStream would want a lock of its own.
    private static string OwnerOf(string path)
    {
        using var file = Open(OwnerFile(path));
        var text = new byte[20];
        return Encoding.ASCII.GetString(text.AsSpan(0, RandomAccess.Read(file, text, fileOffset: 0)));
    }

    private static SafeFileHandle LockDirectoryOf(string path)
    {
        var directory = Open(System.IO.Path.GetDirectoryName(path)!);
        while (Libc.flock((int)directory.DangerousGetHandle(), Libc.LockExclusive) < 0)
            if (Libc.Errno != Errno.Interrupted) throw new SystemCallException("flock", Libc.Errno);
        return directory; // closing it unlocks
    }

    private static SafeFileHandle Open(string path) =>
        new(Libc.Check(Libc.OpenExisting(path, Libc.ReadOnly | Libc.CloseOnExec), "open"), ownsHandle: true);

    private static string OwnerFile(string path) => path + Held;
}
