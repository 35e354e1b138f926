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
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;

namespace Workbook.Ipc.Pipes;

/// <summary>The right to a name among the FIFOs, or among the sockets, of this user.</summary>
internal sealed class NameClaim : IDisposable
{
    private readonly FileStream _file; // FileShare.None is an exclusive flock(2)
    private int _disposed; // by Interlocked.Exchange

    private NameClaim(string path, FileStream file) => (Path, _file) = (path, file);

    /// <summary>Where the thing is to be. Nothing is there when the claim is new.</summary>
    public string Path { get; }

    /// <exception cref="IOException">Somebody has that name; the message says who.</exception>
    public static NameClaim Of(string name, string kind)
    {
        var path = PrivateDirectory.PathOf(name, kind);
        using var directory = PrivateDirectory.Lock(System.IO.Path.GetDirectoryName(path)!);
        foreach (var file in Directory.GetFiles(System.IO.Path.GetDirectoryName(path)!, $"*.{kind}{PrivateDirectory.Held}"))
            if (TryTake(file[..^PrivateDirectory.Held.Length]) is { } dead) dead.Remove(); // I2
        var claim = TryTake(path) ?? throw new IOException(
            $"'{name}' is in use: process {OwnerOf(path)} created it. Dispose it there first, or take another name.");
        try
        {
            claim._file.SetLength(0);
            claim._file.Write(Encoding.ASCII.GetBytes($"{Environment.ProcessId}"));
            return claim;
        }
        catch
        {
            claim.Remove(); // no room for so much as a number
            throw;
        }
    }

    /// <summary>Whether there is such a thing, and its owner lives.</summary>
    public static bool Exists(string path)
    {
        using var directory = PrivateDirectory.Lock(System.IO.Path.GetDirectoryName(path)!);
        return File.Exists(path) && PrivateDirectory.IsHeld(OwnerFile(path));
    }

    /// <summary>Removes the thing, and gives up its name. May be repeated.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        try
        {
            using var directory = PrivateDirectory.Lock(System.IO.Path.GetDirectoryName(Path)!);
            Remove();
        }
        catch (IOException)
        {
            // the directory itself is gone, or somebody is stopped while he has it locked; what stays is swept later (I2)
        }
        finally
        {
            _file.Dispose();
        }
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
        File.Delete(path); // of one who is dead
        return new NameClaim(path, file);
    }

    // Not with FileStream, which would want a lock of its own.
    private static string OwnerOf(string path)
    {
        using var file = Libc.OpenUnlocked(OwnerFile(path));
        var text = new byte[20];
        return Encoding.ASCII.GetString(text.AsSpan(0, RandomAccess.Read(file, text, fileOffset: 0)));
    }

    private static string OwnerFile(string path) => path + PrivateDirectory.Held;
}
