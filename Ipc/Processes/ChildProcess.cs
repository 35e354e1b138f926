// A child from here:
//
//      New ---- Start ----> Running ---- it ends, however ----> Ended, and reaped          (Here: this process is that child)
//                              |
//                         Join blocks
//
//   I1  _exit and _outcome are set once, together, when the process is gone and all that it wrote has been read.
//   I2  Between Start and the end a child that is no daemon keeps this process alive.
//   I3  After Start has claimed the child, its state is changed on service threads only (the spawner's, the reaper's), which
//       nobody interrupts: an interrupted Start leaves a child that runs and is known, or none.
//
// Shutdown: Dispose kills what still runs, waits until it is reaped, closes the pipes. Without it a child lives on its own.

using System.Diagnostics;
using System.Security.Cryptography;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>A process that runs one C# function: a static one, whose arguments travel there by value.</summary>
/// <remarks>Any thread may call any member. Nothing of this process exists over there: static fields have their initial
/// values, and of its descriptors the child has only what the arguments carry. Its standard input is empty. A function that
/// returns a task has ended when the task has. The child ends when its foreground threads and its own children have ended,
/// daemons excepted.</remarks>
[DebuggerDisplay("{Name,nq}: {Display,nq}")] // takes no lock
public partial class ChildProcess : IDisposable
{
    private enum State { New, Running, Ended, Here }

    private static int _made;
    private static byte[]? _key = ChildHost.Launch?.Key;

    private readonly ChildOptions _options;
    private readonly Delegate? _function; // null: a worker
    private readonly object?[] _arguments;

    private readonly object _monitor = new(); // guards all below; pulsed when _state changes
    private State _state; // Running from the moment at which Start has claimed it; _link is there a little later
    private ChildLink? _link;
    private ExitStatus? _exit;
    private Outcome? _outcome;
    private bool _isClosed;
    private Action? _whenEnded;

    private protected ChildProcess(Delegate? function, object?[] arguments, ChildOptions? options)
    {
        if (this is not WorkerProcess) _ = EntryPoint.Of(function!); // refuses what cannot travel before anything else happens
        _function = function;
        _arguments = arguments;
        _options = options ?? new ChildOptions();
        Name = _options.Name ?? $"child {Interlocked.Increment(ref _made)}";
        IsDaemon = _options.IsDaemon ?? Current?.IsDaemon ?? false;
    }

    /// <summary>In a child: what it is. Null in a process that nobody started with this class.</summary>
    public static CurrentChild? Current { get; } =
        ChildHost.Launch is { } launch ? new CurrentChild(launch.Name, launch.ParentId, launch.IsDaemon) : null;

    /// <summary>A secret that this process shares with the processes that it has started, and they with theirs: what a
    /// listener may ask of whoever connects. 32 random bytes, made by the first who asks.</summary>
    public static ReadOnlyMemory<byte> AuthenticationKey => Key;

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Whether it ends with this process.</summary>
    public bool IsDaemon { get; }

    /// <summary>Its process id, 0 before it was started. The system may give it to another process once this one has
    /// ended.</summary>
    public int Id { get; private set; }

    /// <summary>Whether it runs now; false before the start and after the end. It may end before you look at the
    /// answer.</summary>
    public bool IsAlive { get { lock (_monitor) return _state is State.Running or State.Here; } }

    /// <summary>How it ended; null until then.</summary>
    public ExitStatus? Exit { get { lock (_monitor) return _exit; } }

    /// <summary>The code that it returned, or minus the signal that killed it; null while it runs.</summary>
    public int? ExitCode => Exit?.Code;

    /// <summary>The exception that ended it, if one did and it has ended.</summary>
    public RemoteException? Failure { get { lock (_monitor) return _outcome?.Failure; } }

    /// <summary>The message of the <see cref="ChildExitException"/> that ended it, if one did and it has ended.</summary>
    public string? ExitMessage { get { lock (_monitor) return _outcome?.ExitMessage; } }

    /// <summary>What it writes to standard output, with <see cref="StreamTarget.Pipe"/> and after Start; null otherwise. Read
    /// it to its end before you join: a child whose pipe is full waits for its reader.</summary>
    public Stream? Output { get; private set; }

    /// <summary>What it writes to standard error: as <see cref="Output"/>.</summary>
    public Stream? Error { get; private set; }

    private protected byte[]? ResultBytes { get { lock (_monitor) return _outcome?.Result; } }

    private static byte[] Key =>
        _key ?? Interlocked.CompareExchange(ref _key, RandomNumberGenerator.GetBytes(32), null) ?? _key;

    /// <summary>The children of this process that run now, in no order. Those that have ended are reaped without being asked
    /// for.</summary>
    public static IReadOnlyList<ChildProcess> ActiveChildren() => LiveChildren.Snapshot();

    /// <summary>Starts the process. Blocks until it exists, about a millisecond, and until it has read its arguments if they
    /// are more than the system buffers. An interrupt does not end that; it ends the thread's next wait.</summary>
    /// <exception cref="InvalidOperationException">It was started before; or this process is a daemon, which may have no
    /// children.</exception>
    /// <exception cref="NotSupportedException">An argument cannot travel; nothing was started.</exception>
    /// <exception cref="IOException">The system cannot start a process now; nothing was started, and Start may be called
    /// again.</exception>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public void Start()
    {
        RequireNew(claim: false);
        if (Current is { IsDaemon: true } daemon)
        {
            throw new InvalidOperationException(
                $"{daemon.Name} is a daemon and may be killed at any time: it may have no children.");
        }
        var handover = new Handover();
        var message = new LaunchMessage
        {
            Entry = Entry,
            Arguments = EncodeArguments(handover),
            Name = Name,
            IsDaemon = IsDaemon,
            IgnoreInterrupt = _options.IgnoreInterrupt,
            ParentId = Environment.ProcessId,
            Descriptors = handover.Descriptors.Count,
            Key = Key,
        }.Write();

        RequireNew(claim: true);
        var link = Spawner.Run(() => Launch(new ChildLink.Order(Name, _options, KeepsAlive: !IsDaemon, handover, Ended))); // I3
        link.TrySend(message); // false: it is dead already, which Join tells
    }

    /// <summary>Blocks until it has ended. Says nothing of how: see <see cref="ExitCode"/> and <see cref="Failure"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">It was not started, or is this process itself.</exception>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public void Join(CancellationToken cancel = default) => Join(Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Blocks until it has ended, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the process.</param>
    /// <returns>True when it has ended, false when it still ran.</returns>
    /// <inheritdoc cref="Join(CancellationToken)" path="/exception"/>
    public bool Join(TimeSpan timeout, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(timeout);
        RequireStarted();
        return AwaitEnd(deadline, cancel);
    }

    /// <summary>Asks it to end: SIGTERM, which ends a program unless it handles it (PosixSignalRegistration). Its
    /// <c>finally</c> blocks do not run. Nothing if it has ended. On Windows the same as <see cref="Kill"/>.</summary>
    /// <inheritdoc cref="Signal" path="/exception"/>
    public void Terminate() => Signal(Libc.TerminateSignal);

    /// <summary>Ends it: SIGKILL, which it cannot refuse. What it has started lives on, daemons excepted. Nothing if it has
    /// ended.</summary>
    /// <inheritdoc cref="Signal" path="/exception"/>
    public void Kill() => Signal(Libc.KillSignal);

    /// <summary>Ends it and all that descends from it: each is stopped before its children are looked for, so that none
    /// escapes. A process whose parent had ended before, and which belongs to init now, is no descendant any more.</summary>
    /// <inheritdoc cref="Signal" path="/exception"/>
    public void KillTree()
    {
        RequireStarted();
        AwaitLink()?.KillTree();
    }

    /// <summary>Sends it a signal. Nothing if it has ended.</summary>
    /// <exception cref="InvalidOperationException">It was not started, or is this process itself.</exception>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public void Signal(int signal)
    {
        RequireStarted();
        AwaitLink()?.Signal(signal);
    }

    /// <summary>Lets go of a child that has ended, or was never started. After that its properties still tell what they told;
    /// to start, join or signal it is an error. May be repeated.</summary>
    /// <exception cref="InvalidOperationException">It still runs: join it, or dispose of it, which kills it.</exception>
    public void Close()
    {
        lock (_monitor)
        {
            if (_state is State.Running or State.Here)
            {
                throw new InvalidOperationException(
                    $"{Name} still runs; join it before you close it, or dispose of it, which kills it.");
            }
            _isClosed = true;
        }
        Release();
    }

    /// <summary>Kills it if it still runs, waits until it is gone, and closes it. May be repeated.</summary>
    public void Dispose()
    {
        bool runs;
        lock (_monitor)
        {
            if (_state == State.Here) return; // this process is not its own owner
            _isClosed = true;
            runs = _state == State.Running;
        }
        if (runs)
        {
            AwaitLink()?.Signal(Libc.KillSignal);
            AwaitEnd(Deadline.Never, default);
        }
        Release();
    }

    private bool AwaitEnd(Deadline deadline, CancellationToken cancel)
    {
        using var wake = cancel.UnsafeRegister(static child => ((ChildProcess)child!).PulseAll(), this); // outside the monitor
        lock (_monitor)
        {
            while (_state == State.Running)
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

    // The link of a child that runs; the moment between Start's claim and the link is waited for.
    private ChildLink? AwaitLink()
    {
        lock (_monitor)
        {
            while (_state == State.Running && _link is null) Monitor.Wait(_monitor);
            return _state == State.Running ? _link : null;
        }
    }

    private void RequireNew(bool claim)
    {
        lock (_monitor)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_state == State.Here) throw new InvalidOperationException($"{Name} is this process, and runs already.");
            if (_state != State.New)
                throw new InvalidOperationException($"{Name} was started before; a process runs once, make a new one.");
            if (claim) _state = State.Running;
        }
    }

    private void RequireStarted()
    {
        lock (_monitor)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_state == State.New) throw new InvalidOperationException($"{Name} was not started; call Start first.");
            if (_state == State.Here)
                throw new InvalidOperationException($"{Name} is this process; it can neither wait for its end nor end itself so.");
        }
    }

    private void Release()
    {
        Output?.Dispose();
        Error?.Dispose();
        CloseSentinels();
        GC.SuppressFinalize(this);
    }

    private void PulseAll() { lock (_monitor) Monitor.PulseAll(_monitor); }

    private string Display => (_state, _exit) switch
    {
        (State.New, _) => "not started",
        (_, { } exit) => $"process {Id} ended, {exit}",
        (State.Here, _) => $"process {Id}, this one",
        _ => $"process {Id} runs",
    };
}
