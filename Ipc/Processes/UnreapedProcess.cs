// A process that has ended is not gone. The kernel keeps its id and its exit status until its parent asks:
//
//      running ---- exits ----> zombie (Z) ---- waitpid: Reap ----> gone
//         |                                                          ^
//         +------ exits, while the parent ignores SIGCHLD -----------+       no zombie, and nobody learns how it ended
//
// Everything else in this folder reaps by itself. This type does not, so that one can look.
//
//   I1  _isReaped is set by the one call of waitpid that took it, under the lock; from then on the id may be another process's,
//       and nothing here uses it any more.

using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>A child process that nobody reaps until <see cref="Reap"/> is called.</summary>
/// <remarks>Any thread may call any member. Linux only; elsewhere <see cref="Start(Command)"/> throws
/// <see cref="PlatformNotSupportedException"/>. Source: wait(2), pidfd_open(2), Stevens and Rago, Advanced Programming in the
/// UNIX Environment, ch. 8.</remarks>
[DebuggerDisplay("{Id}, reaped: {_isReaped}")] // takes no lock
public sealed unsafe class UnreapedProcess : IDisposable
{
    private readonly SafeFileHandle _end; // a pidfd: readable once the process has ended. Invalid: it was gone at once
    private readonly bool _leadsGroup;

    private readonly Lock _lock = new(); // guards, and is held while the id is used:
    private bool _isReaped;
    private ExitStatus? _status;

    private UnreapedProcess(int id, bool leadsGroup)
    {
        (Id, _leadsGroup) = (id, leadsGroup);
        try { _end = new SafeFileHandle(Libc.OpenProcess(id), ownsHandle: true); }
        catch (SystemCallException gone) when (gone.Errno == Errno.NoSuchProcess)
        {
            _end = new SafeFileHandle(-1, ownsHandle: false);
            _isReaped = true; // by the kernel: this process ignores SIGCHLD
        }
    }

    /// <summary>The process, as the system calls it.</summary>
    public int Id { get; }

    /// <summary>What /proc says of it now; null once it has been reaped, or never had to be.</summary>
    public ProcessInfo? Look()
    {
        lock (_lock) return _isReaped ? null : ProcessTable.Find(Id);
    }

    /// <summary>Starts a program, with our standard streams except where the command names <see cref="StreamTarget.Null"/>; it
    /// gets no input. Blocks until the program runs, about 0.5 ms.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="ArgumentException">The command has input, which nobody would feed.</exception>
    public static UnreapedProcess Start(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Zombies are watched by pidfd and /proc, which only Linux has; use Subprocess.");
        if (!command.Input.IsEmpty)
            throw new ArgumentException("Nobody would feed this process its input; use Subprocess.Run.", nameof(command));
        return SpawnedCommand.Start(command, ownGroup: false, output: Plain(command.Output), error: Plain(command.Error)).Process;

        static StreamTarget Plain(StreamTarget target) => target == StreamTarget.Pipe ? StreamTarget.Inherit : target;
    }

    internal static UnreapedProcess Start(SpawnRequest request)
    {
        var id = NativeSpawn.Start(request);
        try { return new UnreapedProcess(id, request.OwnGroup); }
        catch // no descriptor left: nobody would ever reap it
        {
            Libc.kill(id, (int)Signal.SIGKILL);
            Libc.waitpid(id, null, 0);
            throw;
        }
    }

    /// <summary>For poll(2), while this has not been disposed of; -1 if it has ended before anybody could look.</summary>
    internal int EndDescriptor => (int)_end.DangerousGetHandle();

    /// <summary>Blocks until it has ended; reaps nothing.</summary>
    /// <returns>False when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, and it has not ended.</exception>
    public bool WaitForEnd(TimeSpan timeout, CancellationToken cancel = default) => WaitForEnd(Deadline.After(timeout), cancel);

    internal bool WaitForEnd(Deadline deadline, CancellationToken cancel)
    {
        if (_end.IsInvalid) return true;
        var added = false;
        try { _end.DangerousAddRef(ref added); } // a Dispose on another thread must not close it under us
        catch (ObjectDisposedException) { return true; } // it is closed after the process has ended and was reaped
        try
        {
            using var wake = new CancelDescriptor(cancel);
            Span<Libc.PollDescriptor> both =
            [
                new() { Descriptor = EndDescriptor, Events = Libc.PollIn },
                new() { Descriptor = wake.Descriptor, Events = Libc.PollIn },
            ];
            Libc.Wait(both, deadline);
            if (both[0].Returned != 0) return true;
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            _end.DangerousRelease();
        }
    }

    /// <summary>Asks how it ended, and lets the kernel forget it. Blocks until it ends.</summary>
    /// <returns>How it ended; null when the kernel has kept nothing, because this process ignores SIGCHLD. The same at every
    /// call.</returns>
    public ExitStatus? Reap()
    {
        WaitForEnd(Deadline.Never, CancellationToken.None);
        lock (_lock)
        {
            if (_isReaped) return _status;
            int status, result;
            while ((result = Libc.waitpid(Id, &status, 0)) == -1 && Libc.Errno == Errno.Interrupted) { }
            if (result == -1 && Libc.Errno != Errno.NoChild) throw new SystemCallException("waitpid", Libc.Errno);
            _isReaped = true; // I1
            return _status = result == Id ? ExitStatus.FromWait(status) : null;
        }
    }

    /// <summary>Sends a signal, unless it has been reaped: its id may be somebody else's then.</summary>
    internal void Send(Signal signal)
    {
        lock (_lock)
            if (!_isReaped) Signals.TrySend(Id, signal);
    }

    /// <summary>The same for the group that it founded.</summary>
    internal void SendToGroup(Signal signal)
    {
        lock (_lock)
            if (!_isReaped) Signals.TrySendToGroup(Id, signal);
    }

    /// <summary>Kills it and all that it has started, unless it has been reaped.</summary>
    internal void KillTree()
    {
        lock (_lock)
            if (!_isReaped) ProcessTree.Kill(Id, _leadsGroup);
    }

    /// <summary>Whether it or something that it has started is alive; false once it has been reaped.</summary>
    internal bool IsTreeAlive
    {
        get { lock (_lock) return !_isReaped && ProcessTree.IsAlive(Id, _leadsGroup); }
    }

    /// <summary>Kills it with all that it has started, unless it has ended, and reaps it. May be repeated.</summary>
    public void Dispose()
    {
        if (_end.IsClosed) return;
        if (!WaitForEnd(TimeSpan.Zero)) KillTree();
        Reap();
        _end.Dispose();
    }
}
