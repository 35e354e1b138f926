// A child from here:
//
//      New ---- Start ----> Running ---- it ends, however ----> Ended, and reaped
//                              |
//                         Join blocks
//
//   I1  The child is reaped under _monitor, and _exit is set there: while _exit is null its pid is its own, and a signal cannot hit
//       a stranger to whom the system gave the number again.
//   I2  All that the child wrote on the control channel before it ended has been read when _exit is set.
//   I3  Between Start and the end a child that is no daemon keeps this process alive.
//
// Shutdown: Dispose kills what still runs, waits until it is reaped, closes the pipes. Without it a child lives on its own.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>A process that runs one C# function: a static one, whose arguments travel there by value.</summary>
/// <remarks>Any thread may call any member. Nothing of this process exists over there: static fields have their initial values. The
/// child's standard input is empty.</remarks>
[DebuggerDisplay("{Name,nq}: {Display,nq}")] // takes no lock
public unsafe partial class ChildProcess : IDisposable
{
    private const int SignalTerminate = 15, SignalKill = 9;
    private static int _made;

    private readonly ChildOptions _options;
    private readonly Delegate _function;
    private readonly object?[] _arguments;
    private int _started; // 0 -> 1 once, by Interlocked.Exchange in Start

    private readonly object _monitor = new(); // guards all below; pulsed when _exit is set
    private readonly MemoryStream _received = new(); // from the control channel
    private int _control = -1, _pidDescriptor = -1;  // ours until the end
    private ExitStatus? _exit;
    private Outcome? _outcome;
    private Action? _whenEnded;

    private protected ChildProcess(Delegate function, object?[] arguments, ChildOptions? options)
    {
        _ = EntryPoint.Of(function); // refuses what cannot travel before anything else happens
        _function = function;
        _arguments = arguments;
        _options = options ?? new ChildOptions();
        Name = _options.Name ?? $"child {Interlocked.Increment(ref _made)}";
    }

    /// <summary>In a child: what it is. Null in a process that nobody started with this class.</summary>
    public static CurrentChild? Current { get; internal set; }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Whether it ends with this process.</summary>
    public bool IsDaemon => _options.IsDaemon;

    /// <summary>Its process id, 0 before it was started. The system may give it to another process once this one has ended.</summary>
    public int Id { get; private set; }

    /// <summary>Whether it runs now; false before the start and after the end.</summary>
    public bool IsAlive { get { lock (_monitor) return Id != 0 && _exit is null; } }

    /// <summary>How it ended; null until then.</summary>
    public ExitStatus? Exit { get { lock (_monitor) return _exit; } }

    /// <summary>The code that it returned, or minus the signal that killed it; null while it runs.</summary>
    public int? ExitCode => Exit?.Code;

    /// <summary>The exception that ended its function, if one did and it has ended.</summary>
    public RemoteException? Failure { get { lock (_monitor) return _exit is null ? null : _outcome?.Failure; } }

    /// <summary>What it writes to standard output, with <see cref="StreamTarget.Pipe"/>; null otherwise.</summary>
    public Stream? Output { get; private set; }

    /// <summary>What it writes to standard error, with <see cref="StreamTarget.Pipe"/>; null otherwise.</summary>
    public Stream? Error { get; private set; }

    private protected byte[]? ResultBytes { get { lock (_monitor) return _outcome?.Result; } }

    /// <summary>Starts the process. Blocks until it exists, about a millisecond, and until it has read its arguments if they are more
    /// than the system buffers.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="NotSupportedException">An argument cannot travel; nothing was started.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
            throw new InvalidOperationException($"{Name} was started before; a process runs once, make a new one.");

        var handover = new Handover();
        var parameters = _function.Method.GetParameters();
        var arguments = _arguments.Select((value, i) => ObjectCodec.Encode(value, parameters[i].ParameterType, handover)).ToArray();
        var message = new LaunchMessage(EntryPoint.Of(_function), arguments, Name, IsDaemon, Environment.ProcessId, handover.Descriptors.Count,
            _options.IgnoreInterrupt).Write();

        var ends = stackalloc int[2];
        Libc.Check(Libc.socketpair(Libc.UnixFamily, Libc.StreamSocket | Libc.CloseOnExec, 0, ends), "socketpair");
        int ours = ends[0], theirs = ends[1];
        var toClose = new List<int> { theirs };
        try
        {
            var descriptors = new List<(int, int)> { (theirs, ControlChannel.ChildDescriptor) };
            descriptors.AddRange(handover.Descriptors.Select((handle, i) => ((int)handle.DangerousGetHandle(), ControlChannel.ChildDescriptor + 1 + i)));
            using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
            var nowhereDescriptor = (int)nowhere.DangerousGetHandle();
            descriptors.Add((nowhereDescriptor, 0));
            Output = Redirect(_options.Output, 1, nowhereDescriptor, descriptors, toClose);
            Error = Redirect(_options.Error, 2, nowhereDescriptor, descriptors, toClose);
            var pid = Spawner.Start(new SpawnRequest
            {
                Program = DotNet.Path,
                Arguments = ["exec", DotNet.ChildHost, "child", Name],
                Descriptors = descriptors,
                BlockInterrupt = _options.IgnoreInterrupt,
            });
            GC.KeepAlive(handover);
            Begin(pid, ours);
        }
        catch
        {
            Libc.close(ours);
            Output?.Dispose();
            Error?.Dispose();
            throw;
        }
        finally { foreach (var descriptor in toClose) Libc.close(descriptor); }
        ControlChannel.TryWrite(ours, message); // false: it is dead already, which Join tells
        Libc.Check(Libc.fcntl(ours, Libc.SetStatusFlags, Libc.NonBlocking), "fcntl"); // the reaper reads it and must not block
        Reaper.Watch(ours, ReadControl);
        Reaper.Watch(_pidDescriptor, ReapIfEnded);
    }

    /// <summary>Blocks until it has ended. Says nothing of how: see <see cref="ExitCode"/> and <see cref="Failure"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">Not started.</exception>
    public void Join(CancellationToken cancel = default) => Join(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Blocks until it has ended, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the process.</param>
    /// <returns>True when it has ended, false when it still ran.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">Not started.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        if (Id == 0) throw new InvalidOperationException($"{Name} was not started; call Start before Join.");
        using var wake = cancel.UnsafeRegister(static child => ((ChildProcess)child!).PulseAll(), this); // outside the monitor
        lock (_monitor)
        {
            while (_exit is null)
            {
                cancel.ThrowIfCancellationRequested();
                if (deadline.HasPassed) return false;
                Monitor.Wait(_monitor, deadline.RemainingMilliseconds);
            }
            return true;
        }
    }

    /// <summary>Has <paramref name="callback"/> called once when it has ended, on the reaper's thread, where it must not block; here, if it
    /// has ended already.</summary>
    internal void WhenEnded(Action callback)
    {
        lock (_monitor)
        {
            if (_exit is null)
            {
                _whenEnded += callback;
                return;
            }
        }
        callback();
    }

    /// <summary>Asks it to end: SIGTERM, which a .NET program answers by running its exit handlers. Nothing if it has ended.</summary>
    public void Terminate() => Signal(SignalTerminate);

    /// <summary>Ends it: SIGKILL, which it cannot refuse. Nothing if it has ended.</summary>
    public void Kill() => Signal(SignalKill);

    /// <summary>Sends it a signal. Nothing if it has ended.</summary>
    /// <exception cref="InvalidOperationException">Not started.</exception>
    public void Signal(int signal)
    {
        if (Id == 0) throw new InvalidOperationException($"{Name} was not started.");
        lock (_monitor)
        {
            if (_exit is null) Libc.kill(Id, signal); // I1
        }
    }

    /// <summary>Kills it if it still runs, waits until it is gone, and closes its pipes. May be repeated.</summary>
    public void Dispose()
    {
        if (Id != 0)
        {
            Kill();
            Join();
        }
        Output?.Dispose();
        Error?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Begin(int pid, int control)
    {
        lock (_monitor)
        {
            Id = pid;
            _control = control;
            _pidDescriptor = Libc.OpenProcess(pid);
        }
        if (!IsDaemon) Reaper.KeepAlive(more: true); // I3
    }

    private static FileStream? Redirect(StreamTarget target, int number, int nowhere, List<(int, int)> descriptors, List<int> toClose)
    {
        if (target == StreamTarget.Inherit) return null;
        if (target == StreamTarget.Null)
        {
            descriptors.Add((nowhere, number));
            return null;
        }
        var ends = stackalloc int[2];
        Libc.Check(Libc.pipe2(ends, Libc.CloseOnExec), "pipe2");
        toClose.Add(ends[1]);
        descriptors.Add((ends[1], number));
        return new FileStream(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, bufferSize: 0);
    }

    // On the reaper's thread.
    private void ReadControl()
    {
        lock (_monitor) DrainControl();
    }

    private void DrainControl()
    {
        Debug.Assert(Monitor.IsEntered(_monitor));
        if (_control == -1) return;
        var buffer = stackalloc byte[4096];
        while (true)
        {
            var count = Libc.read(_control, buffer, 4096);
            if (count > 0) _received.Write(new ReadOnlySpan<byte>(buffer, (int)count));
            else if (count == -1 && Libc.Errno == Errno.Interrupted) continue;
            else if (count == -1 && Libc.Errno == Errno.TryAgain) return; // more may come
            else break; // its end, or a connection that was reset: nothing more comes
        }
        Reaper.Unwatch(_control);
        Libc.close(_control);
        _control = -1;
    }

    // On the reaper's thread.
    private void ReapIfEnded()
    {
        lock (_monitor)
        {
            if (_exit is not null || Reaper.TryReap(Id) is not { } status) return;
            DrainControl(); // I2
            if (_control != -1)
            {
                Reaper.Unwatch(_control);
                Libc.close(_control);
                _control = -1;
            }
            Reaper.Unwatch(_pidDescriptor);
            Libc.close(_pidDescriptor);
            _outcome = ReadOutcome();
            if (status.Signal is not null) RuntimeFiles.Remove(Id);
            _exit = status; // I1
            Monitor.PulseAll(_monitor); // all joiners
        }
        if (!IsDaemon) Reaper.KeepAlive(more: false); // I3
        _whenEnded?.Invoke(); // written under the monitor before _exit was set there, or never
    }

    // A child that was killed while it wrote leaves part of a message, which is none.
    private Outcome? ReadOutcome()
    {
        var bytes = _received.ToArray();
        return bytes.Length >= 4 && MemoryMarshal.Read<int>(bytes) == bytes.Length - 4 ? Outcome.Read(bytes.AsSpan(4)) : null;
    }

    private void PulseAll() { lock (_monitor) Monitor.PulseAll(_monitor); }

    private string Display => (Id, _exit) switch
    {
        (0, _) => "not started",
        (_, null) => $"process {Id} runs",
        var (id, exit) => $"process {id} ended, {exit}",
    };
}
