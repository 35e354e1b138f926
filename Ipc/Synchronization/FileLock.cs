// Two locks, one behind the other:
//
//      this process                                the system
//      thread 1 --+
//      thread 2 --+--> _mutex: one thread  ------> flock(2) on _file: one open file of all processes
//      thread 3 --+
//
//   I1  Whoever holds the lock on the file holds _mutex.
//   I2  The lock on the file ends with the process, however that ends: the kernel closes its descriptors.
//
// The mutex is needed because the kernel does not tell threads apart: the lock belongs to the open file, and a second flock on
// the same one succeeds at once. Of two FileLocks on one file in one process each has an open file of its own: they exclude each
// other.

using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Synchronization;

/// <summary>Excludes all others, threads and processes, that lock the same file in this way. Whoever does not ask for the lock is
/// not kept out: it is advisory.</summary>
/// <remarks>
/// <para>Any thread may call any member; the thread that acquired it releases it. When the holder's process dies, the kernel lets
/// go at once, and nobody is told: look whether the last one has finished what it was writing.</para>
/// <para>Do not open the locked file as a <see cref="FileStream"/> at the same time, for .NET takes a lock of this kind for each;
/// use <see cref="File"/>, or lock a file beside the data. On a network the server decides what it is worth.</para>
/// <para>Not fair. A wait that has a timeout or a token looks every 20 ms at least, and <see cref="Thread.Interrupt"/> may end
/// it; one that has neither sleeps in the kernel. See <c>man 2 flock</c>.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class FileLock : ILock, IDisposable
{
    private const int LongestPause = 20; // milliseconds between two looks
    private static readonly int _wouldBlock = OperatingSystem.IsMacOS() ? 35 : Errno.TryAgain;

    private readonly ParkingMutex _mutex = new(); // one thread of this process; taken before the lock on the file: I1
    private readonly SafeFileHandle _file;
    private readonly FileStream? _windows; // the same file, on Windows, whose locks are those of FileStream

    /// <summary>Opens the file, which is made if it is missing. Does not lock it.</summary>
    /// <exception cref="IOException">It cannot be opened to read and write.</exception>
    /// <exception cref="UnauthorizedAccessException">It is missing, and must not be made there; or it is a directory.</exception>
    public FileLock(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            var all = FileShare.ReadWrite | FileShare.Delete;
            _windows = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, all, bufferSize: 0);
            _file = _windows.SafeFileHandle;
        }
        else
        {
            CreateIfMissing(Path);
            _file = Libc.OpenUnlocked(Path);
        }
    }

    /// <summary>The file, as a full path.</summary>
    public string Path { get; }

    /// <summary>The locked file itself, to read and write with <see cref="RandomAccess"/>. It belongs to this lock.</summary>
    public SafeFileHandle File => _file;

    /// <inheritdoc/>
    public bool IsHeldByCurrentThread => _mutex.IsHeldByCurrentThread;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Acquire(CancellationToken cancel = default)
    {
        if (!Acquire(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <inheritdoc/>
    public bool TryAcquire() => TryAcquire(TimeSpan.Zero);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (Acquire(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (!_mutex.IsHeldByCurrentThread) Misuse.ReleaseByNonOwner();
        if (!_file.IsClosed) // otherwise Dispose has let go of it
        {
            if (OperatingSystem.IsWindows()) _windows!.Unlock(0, long.MaxValue);
            else Libc.Check(Libc.flock(_file, Libc.Unlock), "flock");
        }
        _mutex.Release();
    }

    /// <summary>Closes the file, and with it lets go of the lock if it is held. The file stays: another process may be about to
    /// lock it. A thread that waits for the lock fails with <see cref="ObjectDisposedException"/>, at the latest when its
    /// turn comes. May be repeated.</summary>
    public void Dispose()
    {
        _windows?.Dispose();
        _file.Dispose();
    }

    private bool Acquire(Deadline deadline, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_file.IsClosed, this);
        if (!AcquireMutex(deadline, cancel)) return false;
        var locked = false;
        try
        {
            locked = LockFile(deadline, cancel) && !_file.IsClosed; // closed while we slept in the kernel: not ours any more
            ObjectDisposedException.ThrowIf(_file.IsClosed, this);
            return locked;
        }
        finally { if (!locked) _mutex.Release(); }
    }

    private bool AcquireMutex(Deadline deadline, CancellationToken cancel)
    {
        if (_mutex.TryAcquire()) return true;
        try { return _mutex.TryAcquire(TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds), cancel); }
        catch (OperationCanceledException) { return false; }
    }

    // The system's own wait knows neither a timeout nor a token: with one of them we look again and again, ever less often.
    private bool LockFile(Deadline deadline, CancellationToken cancel)
    {
        if (!cancel.CanBeCanceled && deadline.RemainingMilliseconds == Timeout.Infinite && !OperatingSystem.IsWindows())
        {
            while (Libc.flock(_file, Libc.LockExclusive) == -1)
                if (Libc.Errno != Errno.Interrupted) throw new SystemCallException("flock", Libc.Errno);
            return true;
        }
        for (var pause = 1; !TryLockFile(); pause = Math.Min(2 * pause, LongestPause))
        {
            if (cancel.IsCancellationRequested || deadline.HasPassed) return false;
            var left = deadline.RemainingMilliseconds;
            cancel.WaitHandle.WaitOne(left == Timeout.Infinite ? pause : Math.Min(pause, left));
        }
        return true;
    }

    private bool TryLockFile()
    {
        if (OperatingSystem.IsWindows())
        {
            try { _windows!.Lock(0, long.MaxValue); }
            catch (IOException) { return false; }
            return true;
        }
        var result = Libc.flock(_file, Libc.LockExclusive | Libc.LockNonBlocking);
        if (result == -1 && (Libc.Errno == Errno.Interrupted || Libc.Errno == _wouldBlock)) return false;
        Libc.Check(result, "flock");
        return true;
    }

    // Private to its maker; what is there keeps its permissions.
    [UnsupportedOSPlatform("windows")]
    private static void CreateIfMissing(string path)
    {
        try
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            // by another, or long ago
        }
    }

    private string Display =>
        $"{System.IO.Path.GetFileName(Path)}, here {(_mutex.Owner == 0 ? "free" : $"held by thread {_mutex.Owner}")}";
}
