using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.Thread"/> under the explorer.</summary>
[Replaces(typeof(System.Threading.Thread))]
public sealed class Thread
{
    private readonly Action<object?> _body;
    private ControlledThread? _thread;
    private bool _started;
    private string? _name;
    private bool _isBackground;

    /// <summary>A thread that will run <paramref name="start"/>.</summary>
    public Thread(ThreadStart start) : this(start, 0) { }

    /// <summary>The same; the size of the stack is the explorer's.</summary>
    public Thread(ThreadStart start, int maxStackSize)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegative(maxStackSize);
        _body = _ => start();
    }

    /// <summary>A thread that will run <paramref name="start"/> with the argument of <see cref="Start(object?)"/>.</summary>
    public Thread(ParameterizedThreadStart start) : this(start, 0) { }

    /// <summary>The same; the size of the stack is the explorer's.</summary>
    public Thread(ParameterizedThreadStart start, int maxStackSize)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegative(maxStackSize);
        _body = argument => start(argument);
    }

    private Thread(ControlledThread thread)
    {
        (_thread, _started, _name) = (thread, true, thread.Name);
        _body = _ => { };
    }

    /// <summary>The thread that asks.</summary>
    public static Thread CurrentThread =>
        Execution.Current is null ? new Thread(() => { }) : (Thread)(Execution.Self.Handle ??= new Thread(Execution.Self));

    /// <summary>What it is called.</summary>
    public string? Name { get => _name; set => _name = value; }

    /// <summary>Whether the process would end without it.</summary>
    public bool IsBackground { get => _isBackground; set => _isBackground = value; }

    /// <summary>Its number, from 1.</summary>
    public int ManagedThreadId => (_thread?.Index ?? 0) + 1;

    /// <summary>Whether it has begun and not ended.</summary>
    public bool IsAlive => _started && !_thread!.HasEnded;

    /// <summary>What it is doing.</summary>
    public ThreadState ThreadState => !_started ? ThreadState.Unstarted : _thread!.HasEnded ? ThreadState.Stopped : ThreadState.Running;

    /// <summary>Kept, and without effect: who moves is the explorer's choice.</summary>
    public ThreadPriority Priority { get; set; } = ThreadPriority.Normal;

    /// <summary>Starts it.</summary>
    public void Start() => Start(null);

    /// <summary>Starts it.</summary>
    public void Start(object? parameter)
    {
        if (_started) throw new ThreadStateException("The thread was started before.");
        var execution = Execution.Current ?? throw new InvalidOperationException("A controlled thread starts only while the explorer runs.");
        _started = true;
        _thread = execution.Create(_name, () => _body(parameter));
        _thread.Handle = this;
        execution.Perform(new Operation(OperationKind.Spawn, _thread, IsWrite: true));
        _thread.Clock.Join(Execution.Self.Clock); // what the starter has done so far comes before all that it does
        _thread.Clock.Tick(_thread.Index);
        Execution.Self.Clock.Tick(Execution.Self.Index);
        execution.Launch(_thread);
    }

    /// <summary>Starts it.</summary>
    public void UnsafeStart() => Start(null);

    /// <summary>Starts it.</summary>
    public void UnsafeStart(object? parameter) => Start(parameter);

    /// <summary>Waits for its end.</summary>
    public void Join() => Join(-1);

    /// <summary>Waits for its end within a time.</summary>
    public bool Join(TimeSpan timeout) => Join(Milliseconds.Of(timeout));

    /// <summary>Waits for its end within a time.</summary>
    public bool Join(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (!_started) throw new ThreadStateException("The thread was not started.");
        Execution.Current!.Perform(new Operation(OperationKind.Join, _thread!, IsWrite: false, CanTimeOut: millisecondsTimeout != -1));
        if (!_thread!.HasEnded) return false;
        Execution.Self.Clock.Join(_thread.Released);
        return true;
    }

    /// <summary>Lets the others go first.</summary>
    public static void Sleep(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (Execution.Current is { } execution) execution.Perform(new Operation(OperationKind.Sleep, Execution.Self, IsWrite: false));
        else System.Threading.Thread.Sleep(millisecondsTimeout);
    }

    /// <summary>Lets the others go first.</summary>
    public static void Sleep(TimeSpan timeout) => Sleep(Milliseconds.Of(timeout));

    /// <summary>Lets the others go first.</summary>
    public static bool Yield()
    {
        Execution.Current?.Perform(new Operation(OperationKind.Yield, Execution.Self, IsWrite: false));
        return true;
    }

    /// <summary>Lets the others go first.</summary>
    public static void SpinWait(int iterations) => Yield();

    /// <summary>A full fence: interleavings have it after every step.</summary>
    public static void MemoryBarrier() { }
}
