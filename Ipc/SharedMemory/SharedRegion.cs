// One file, mapped by every process that uses it; at another address in each, so that nothing in it may be a pointer:
//
//      0        8         12          16      24        28                128                     128 + Size
//      +--------+---------+-----------+-------+---------+-------- - - ----+---------- - - ---------+
//      | magic  | version | creator's | size  | state   |      (empty)    |  bytes, zero at first  |
//      |        |         | pid       |       | 1: done |                 |  Pointer               |
//      +--------+---------+-----------+-------+---------+-------- - - ----+---------- - - ---------+
//
//   I1  Who opens a region finds all of it: the file has its name only when it is complete (NamedFile), and has its full length.
//   I2  All of it has room in memory or on the disk: the space is allocated before the file has its name. Without that, the first
//       touch of a page that no longer fits would be a signal (SIGBUS), long after the creation and in whatever process came to
//       it.
//   I3  Size, and where the bytes begin, are what was found at the time of attaching; what the file says later moves nothing
//       here.
//
// What cannot be prevented: somebody who may write the file truncates it while it is attached. The pages behind its new end are
// gone, and the process that touches one is ended by SIGBUS; .NET reports that as a fatal error, no catch sees it. (A seal
// against shrinking, F_ADD_SEALS, exists for nameless files alone.) Verify tells, for what it is worth: before it looks, not
// after.
//
// This file: the memory. SharedRegion.File.cs: how its file is made, found and checked.

using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Workbook.Ipc.Names;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.SharedMemory;

/// <summary>A stretch of memory with a name, which several processes see at once.</summary>
/// <remarks>
/// <para>It lives while somebody is attached: the last <see cref="Dispose"/> removes it, and what killed processes left behind is
/// removed at the next start. <see cref="Unlink"/> takes its name away earlier.</para>
/// <para>Any thread may read and write; the region itself orders nothing. <see cref="Dispose"/> only when no thread of this
/// process uses it any more: the addresses mean nothing from then on.</para>
/// <para>shm_overview(7), mmap(2), flock(2).</para>
/// </remarks>
[DebuggerDisplay("{Name}, {Size} bytes, created by {CreatorId}")] // takes no lock
public sealed unsafe partial class SharedRegion : IDisposable, IShareable<SharedRegion>
{
    private readonly NamedFile _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly bool _isAnonymous; // and made here
    private byte* _pointer; // null once disposed

    private SharedRegion(NamedFile file, Header header, bool isAnonymous)
    {
        (_file, _isAnonymous, Size, CreatorId) = (file, isAnonymous, header.Size, header.CreatorId);
        try
        {
            _map = MemoryMappedFile.CreateFromFile(
                file.Handle, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor();
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _pointer = start + HeaderSize;
        }
        catch
        {
            _view?.Dispose();
            _map?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes a region, all zero, and attaches to it.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="size">In bytes, at least 1; all of it is allocated at once.</param>
    /// <exception cref="IOException">The name is in use (the message names the process that made it), or there is not that much
    /// room (nothing is left of the attempt).</exception>
    /// <exception cref="UnauthorizedAccessException">The directory for such files is somebody else's.</exception>
    public static SharedRegion Create(string name, long size) => Create(name, size, "region");

    /// <summary>The same for a thing of another kind: each kind has names of its own.</summary>
    /// <param name="name">As above.</param>
    /// <param name="size">As above.</param>
    /// <param name="kind">The extension of the file.</param>
    /// <param name="beginning">The first bytes, there before anybody can open it.</param>
    internal static SharedRegion Create(string name, long size, string kind, byte[]? beginning = null) =>
        CreateAt(PathFor(name, size, kind), size, isAnonymous: false, beginning);

    /// <summary>Makes a region under a name that nobody else has; the creator's <see cref="Dispose"/> takes the name away,
    /// whoever else is still attached. Other processes get at it as an argument or a message.</summary>
    /// <inheritdoc cref="Create(string, long)"/>
    public static SharedRegion CreateAnonymous(long size) => CreateAnonymous(size, "region");

    internal static SharedRegion CreateAnonymous(long size, string kind, byte[]? beginning = null) =>
        CreateAt(PathFor($"{Environment.ProcessId}-{Guid.NewGuid():N}", size, kind), size, isAnonymous: true, beginning);

    /// <summary>Attaches to a region that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name, or all who used it have ended.</exception>
    /// <exception cref="InvalidDataException">The file is not a region, is truncated, or was made by another version of this
    /// library. It stays as it is.</exception>
    public static SharedRegion Open(string name) => Open(name, "region");

    internal static SharedRegion Open(string name, string kind) => OpenAt(PrivateDirectory.PathOf(name, kind));

    /// <summary>The name without its kind.</summary>
    public string Name => Path.GetFileNameWithoutExtension(_file.Path);

    /// <summary>In bytes; as it was asked for, for everybody who attaches.</summary>
    public long Size { get; }

    /// <summary>The process that made it; it may have ended since.</summary>
    public int CreatorId { get; }

    /// <summary>The first byte; aligned to 128. Valid until <see cref="Dispose"/>.</summary>
    internal byte* Pointer
    {
        get
        {
            ThrowIfDisposed();
            return _pointer;
        }
    }

    internal bool IsDisposed => _pointer == null;

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_pointer == null, this);

    /// <summary>Some of the bytes. Do not use the span after <see cref="Dispose"/>: it does not keep the memory.</summary>
    public Span<byte> AsSpan(long offset, int length)
    {
        CheckRange(offset, length);
        return new Span<byte>(Pointer + offset, length);
    }

    /// <summary>A value that stands at an offset, by reference, as <see cref="Interlocked"/> and <see cref="Volatile"/> need it.
    /// Do not use the reference after <see cref="Dispose"/>.</summary>
    /// <param name="offset">In bytes. Atomic access needs a multiple of the value's size.</param>
    public ref T ValueAt<T>(long offset) where T : unmanaged
    {
        CheckRange(offset, sizeof(T));
        return ref Unsafe.AsRef<T>(Pointer + offset);
    }

    /// <summary>Looks whether the file is still what was attached: long enough, and with its header. A good answer is true of
    /// this moment only.</summary>
    /// <exception cref="InvalidDataException">It was truncated or overwritten; do not touch the region again, but for
    /// <see cref="Dispose"/>.</exception>
    public void Verify()
    {
        ThrowIfDisposed();
        var now = ReadHeader(_file.Handle, _file.Path); // by read(2), which cannot fault
        if (now.Size != Size || now.CreatorId != CreatorId)
        {
            throw new InvalidDataException(
                $"'{_file.Path}' was overwritten: it was a region of {Size} bytes made by process {CreatorId}.");
        }
    }

    /// <summary>Takes the name away: nobody finds the region any more, a new one may have the name, and who is attached keeps
    /// what it has. On Windows the name goes with the last user instead, and this does nothing.</summary>
    /// <exception cref="FileNotFoundException">That has been done before, here or in another process.</exception>
    public void Unlink()
    {
        ThrowIfDisposed();
        _file.Unlink();
    }

    /// <summary>Detaches. May be repeated.</summary>
    public void Dispose()
    {
        if (_pointer == null) return;
        _pointer = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        try
        {
            if (_isAnonymous) _file.Unlink();
        }
        catch (IOException)
        {
            // unlinked before, or the directory is gone
        }
        _file.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover)
    {
        ThrowIfDisposed();
        return _file.Path;
    }

    /// <inheritdoc/>
    public static SharedRegion FromTicket(string ticket, Handover handover) => OpenAt(ticket);

    private void CheckRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size - length);
    }
}
