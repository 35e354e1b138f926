// Two programs that know nothing of each other but a name:
//
//      one program                                another one
//      NamedPipe.Create("hotline")                NamedPipe.Open("hotline")
//        mkfifo(3) in the private directory          it must exist
//      OpenForReading  <=======================   OpenForWriting: waits until somebody reads
//
// open(2) on a FIFO blocks until there is somebody at the other end, and knows neither a time limit nor a token. So we open with
// O_NONBLOCK. A reader then has its end at once, and its first read waits for the first writer; a writer is told ENXIO while
// nobody reads. For that there is no event to wait for: it asks again, every 5 ms.

using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

/// <summary>A pipe that other programs of this user find by its name. fifo(7).</summary>
/// <remarks>Any thread may call any member. The name goes with its creator's Dispose, or, after a crash, when the next one is
/// created; ends that are open then stay open. Linux only so far.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class NamedPipe : IDisposable, IShareable<NamedPipe>
{
    private const string Kind = "fifo";
    private const int NoReader = 6; // ENXIO
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly string _path;
    private readonly NameClaim? _claim; // null: somebody else's

    private NamedPipe(string name, string path, NameClaim? claim) => (Name, _path, _claim) = (name, path, claim);

    /// <summary>What others find it by.</summary>
    public string Name { get; }

    private string Display => _claim is null ? Name : $"{Name}, created here";

    /// <summary>A new one.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <exception cref="IOException">There is one with that name; the message says whose.</exception>
    public static NamedPipe Create(string name)
    {
        Platform.RequireLinux();
        var claim = NameClaim.Of(name, Kind);
        try
        {
            Libc.Check(Libc.mkfifo(claim.Path, Convert.ToUInt32("600", 8)), "mkfifo");
            return new NamedPipe(name, claim.Path, claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>One that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none with that name, or its creator was killed.</exception>
    public static NamedPipe Open(string name)
    {
        Platform.RequireLinux();
        var path = PrivateDirectory.PathOf(name, Kind);
        return NameClaim.Exists(path) ? new NamedPipe(name, path, claim: null) : throw NotThere(name);
    }

    /// <summary>An end to read from. Does not wait: the first read does, for the first writer.</summary>
    /// <exception cref="FileNotFoundException">Its creator has removed it.</exception>
    public PipeReader OpenForReading() =>
        new(TryOpen(Libc.ReadOnly) ?? throw new UnreachableException(), begun: false);

    /// <summary>An end to write to; waits until somebody has it open for reading.</summary>
    /// <exception cref="OperationCanceledException">Nobody has so far.</exception>
    /// <exception cref="FileNotFoundException">Its creator has removed it.</exception>
    public PipeWriter OpenForWriting(CancellationToken cancel = default) =>
        OpenForWriting(Deadline.Never, cancel) ?? throw new UnreachableException();

    /// <summary>An end to write to; null if nobody has opened it for reading before the time is over.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <inheritdoc cref="OpenForWriting(CancellationToken)"/>
    public PipeWriter? TryOpenForWriting(TimeSpan timeout, CancellationToken cancel = default) =>
        OpenForWriting(Deadline.After(timeout), cancel);

    /// <summary>Removes the name, if this created it. May be repeated.</summary>
    public void Dispose() => _claim?.Dispose();

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => Name;

    /// <inheritdoc/>
    public static NamedPipe FromTicket(string ticket, Handover handover) => Open(ticket);

    private PipeWriter? OpenForWriting(Deadline deadline, CancellationToken cancel)
    {
        while (true)
        {
            if (TryOpen(Libc.WriteOnly) is { } descriptor) return new PipeWriter(descriptor);
            cancel.ThrowIfCancellationRequested();
            if (deadline.HasPassed) return null;
            cancel.WaitHandle.WaitOne(_betweenLooks);
        }
    }

    // Null when nobody reads. O_NONBLOCK is for the opening alone.
    private SafeFileHandle? TryOpen(int direction)
    {
        while (true)
        {
            var descriptor = Libc.OpenExisting(_path, direction | Libc.NonBlocking | Libc.CloseOnExec);
            if (descriptor < 0)
            {
                switch (Libc.Errno)
                {
                    case Errno.Interrupted: continue;
                    case NoReader: return null;
                    case Errno.NoSuchFile: throw NotThere(Name);
                    default: throw new SystemCallException("open", Libc.Errno);
                }
            }
            var end = new SafeFileHandle(descriptor, ownsHandle: true);
            Libc.Check(Libc.Control(end, Libc.SetStatusFlags, direction), "fcntl");
            return end;
        }
    }

    private static FileNotFoundException NotThere(string name) =>
        new($"There is no named pipe '{name}': create it first, or start the program that does.", name);
}
