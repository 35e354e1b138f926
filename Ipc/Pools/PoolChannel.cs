// What a pool and one of its workers share: a file without a name, mapped by both.
//
//      0         64                    128            128 + ring
//      | gate    | bell, cancelled job | jobs ------> | <------ results |
//
// Jobs to a worker are numbered 1, 2, 3 ... The gate decides who owns a job that the worker has been sent:
//
//   I1  The gate only grows, by compare-and-swap. Who moves it from below s to s or beyond owns job s: the worker, which then
//       runs it (Claim), or the pool, which then gives it to another worker (Recall).
//   I2  It outlives the worker. So the pool knows which jobs a dead worker had begun with, to the very one.

using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>The shared memory of a pool and one worker.</summary>
internal sealed unsafe class PoolChannel : IShareable<PoolChannel>, IDisposable
{
    private const int RingCapacity = 128 * 1024, JobsAt = 128;
    private static readonly int _ringSize = ByteRing.SizeFor(RingCapacity);
    private static readonly int _size = JobsAt + 2 * _ringSize;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle _side;       // a socket, for descriptors
    private readonly SafeFileHandle? _otherSide; // the worker's, until it has it
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private PoolChannel(SafeFileHandle file, SafeFileHandle side, SafeFileHandle? otherSide = null)
    {
        (_file, _side, _otherSide) = (file, side, otherSide);
        _map = MemoryMappedFile.CreateFromFile(file, null, _size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None,
            leaveOpen: true);
        _view = _map.CreateViewAccessor(0, _size);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>Jobs, from the pool to the worker.</summary>
    public ByteRing Jobs => new(_start + JobsAt, RingCapacity);

    /// <summary>Results, from the worker to the pool.</summary>
    public ByteRing Results => new(_start + JobsAt + _ringSize, RingCapacity);

    /// <summary>The last job that the worker has begun with, or that was taken back.</summary>
    public long Gate => Volatile.Read(ref *(long*)_start);

    /// <summary>The job that is to be cancelled though it runs. Written before the bell rings, read after.</summary>
    public long CancelledJob
    {
        get => Volatile.Read(ref *(long*)(_start + 72));
        private set => Volatile.Write(ref *(long*)(_start + 72), value);
    }

    private uint* Bell => (uint*)(_start + 64);

    /// <summary>Makes the memory; it has room for both rings from the start, so that writing to them cannot fail.</summary>
    /// <exception cref="IOException">There is no memory left in /dev/shm.</exception>
    public static PoolChannel Create()
    {
        var path = PrivateDirectory.PathOf($"pool-{Environment.ProcessId}-{Guid.NewGuid():N}", "channel");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete,
            FileOptions.None, _size);
        File.Delete(path); // the descriptor is enough, for us and for the worker
        RandomAccess.SetLength(file, _size);
        var ends = stackalloc int[2];
        Libc.Check(Libc.socketpair(Libc.UnixFamily, Libc.SequencedPacketSocket | Libc.SocketCloseOnExec, 0, ends), "socketpair");
        return new PoolChannel(file, new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
    }

    /// <summary>The worker's: job <paramref name="sequence"/> is now its own.</summary>
    /// <returns>False: the pool has taken it back; do not run it.</returns>
    public bool Claim(long sequence)
    {
        var gate = Gate;
        return gate < sequence && Interlocked.CompareExchange(ref *(long*)_start, sequence, gate) == gate;
    }

    /// <summary>The pool's: takes back all jobs up to <paramref name="last"/> that the worker has not begun with.</summary>
    /// <returns>The last one that stays with the worker; those after it are the pool's now.</returns>
    public long Recall(long last)
    {
        while (true)
        {
            var gate = Gate;
            if (gate >= last || Interlocked.CompareExchange(ref *(long*)_start, last, gate) == gate) return gate;
        }
    }

    /// <summary>The pool's: has the worker told that a job that it runs was cancelled.</summary>
    public void Cancel(long sequence)
    {
        CancelledJob = sequence;
        Interlocked.Increment(ref *Bell);
        Libc.WakeWord(Bell, 1);
    }

    /// <summary>The worker's: sleeps until the bell has rung since it read <paramref name="heard"/>, which becomes what it read
    /// now.</summary>
    public void AwaitBell(ref uint heard)
    {
        while (Volatile.Read(ref *Bell) == heard) Libc.WaitOnWord(Bell, heard, TimeSpan.FromHours(1));
        heard = Volatile.Read(ref *Bell);
    }

    /// <summary>The pool's: sends duplicates, ahead of the job that they belong to. For an idle worker, so that there is
    /// room.</summary>
    public void SendDescriptors(IReadOnlyList<SafeHandle> descriptors)
    {
        try { Libc.TrySendDescriptors(_side, descriptors); }
        catch (SystemCallException) { } // the worker has died, and will not miss them
    }

    /// <summary>The worker's: receives them; they are its own.</summary>
    public Handover ReceiveDescriptors()
    {
        var handover = new Handover();
        foreach (var descriptor in Libc.ReceiveDescriptors(_side)) handover.Give(descriptor);
        return handover;
    }

    /// <summary>The worker has its end of the socket now.</summary>
    public void CloseOtherSide() => _otherSide?.Dispose();

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) =>
        string.Create(CultureInfo.InvariantCulture, $"{handover.Give(_file)} {handover.Give(_otherSide!)}");

    /// <inheritdoc/>
    public static PoolChannel FromTicket(string ticket, Handover handover) => ticket.Split(' ') is [var file, var side]
        ? new((SafeFileHandle)handover.Take(int.Parse(file, CultureInfo.InvariantCulture)),
            (SafeFileHandle)handover.Take(int.Parse(side, CultureInfo.InvariantCulture)))
        : throw new InvalidDataException("No ticket for the channel of a pool.");

    /// <summary>Unmaps it. Nobody may touch it any more: not even to look whether it is disposed.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
        _side.Dispose();
        _otherSide?.Dispose();
    }
}
