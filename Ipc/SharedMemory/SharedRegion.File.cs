// How the file of a region is made, found and checked; the picture and the invariants are in SharedRegion.cs.

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;

namespace Workbook.Ipc.SharedMemory;

public sealed unsafe partial class SharedRegion
{
    private const ulong Magic = 0x4e47_5253_4b4f_4257; // "WBOKSRGN"
    private const int Version = 1, Done = 1, HeaderSize = 128;

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public ulong Magic;
        public int Version, CreatorId;
        public long Size;
        public int State;
    }

    /// <summary>At a path of its own, as a test of a full disk needs it.</summary>
    internal static SharedRegion CreateAt(string path, long size, bool isAnonymous, byte[]? beginning = null)
    {
        var header = new Header
        {
            Magic = Magic,
            Version = Version,
            CreatorId = Environment.ProcessId,
            Size = size,
            State = Done,
        };
        var file = NamedFile.TryCreate(path, handle =>
        {
            Allocate(handle, HeaderSize + size);
            if (beginning is not null) RandomAccess.Write(handle, beginning, HeaderSize);
            RandomAccess.Write(handle, MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)), 0);
        }, preallocate: OperatingSystem.IsLinux() ? 0 : HeaderSize + size);
        return file != null ? new SharedRegion(file, header, isAnonymous) : throw new IOException(
            $"'{Path.GetFileNameWithoutExtension(path)}' exists already: {CreatorOf(path)}. Open it, or choose another name.");
    }

    private static SharedRegion OpenAt(string path)
    {
        var header = default(Header);
        var file = NamedFile.Open(path, handle => header = ReadHeader(handle, path));
        return new SharedRegion(file, header, isAnonymous: false);
    }

    private static string PathFor(string name, long size, string kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, long.MaxValue - HeaderSize);
        return PrivateDirectory.PathOf(name, kind);
    }

    private static void Allocate(SafeFileHandle handle, long length)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.SetLength(handle, length); // allocated as it was created
            return;
        }
        int reason;
        while ((reason = Libc.posix_fallocate(handle, 0, length)) == Errno.Interrupted) ;
        if (reason == 0) return;
        var refusal = new SystemCallException("posix_fallocate", reason);
        throw reason is Errno.NoSpace or Errno.FileTooLarge or Errno.QuotaExceeded
            ? new IOException($"There is no room for {length:n0} bytes of shared memory.", refusal)
            : refusal;
    }

    private static Header ReadHeader(SafeFileHandle handle, string path)
    {
        var header = default(Header);
        var length = RandomAccess.GetLength(handle);
        var read = RandomAccess.Read(handle, MemoryMarshal.AsBytes(new Span<Header>(ref header)), 0);
        var fault =
            length < HeaderSize || read < sizeof(Header)
                ? $"is truncated: it has {length} bytes, and the header of a region alone has {HeaderSize}."
            : header.Magic != Magic
                ? "is not a region of shared memory: it does not begin as one."
            : header.Version != Version
                ? $"has version {header.Version} of the layout, and this library has {Version}: use the same on both sides."
            : header.State != Done
                ? $"is half made: its creator, process {header.CreatorId}, did not finish."
            : header.Size < 1 || length - HeaderSize < header.Size
                ? $"is truncated: its header says {header.Size} bytes, and {length - HeaderSize} are there."
            : null;
        return fault is null ? header : throw new InvalidDataException($"'{path}' {fault}");
    }

    private static string CreatorOf(string path)
    {
        try
        {
            using var directory = PrivateDirectory.Lock(Path.GetDirectoryName(path)!); // to open is to hold, for this moment
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return $"process {ReadHeader(handle, path).CreatorId} made it";
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return "and it is not a region of shared memory"; // or it has just gone
        }
    }
}
