using System.Runtime.ConstrainedExecution;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Thread;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed partial class Thread : CriticalFinalizerObject
{
    private const int FirstOfPool = 10_000;

    private readonly Action<object?> _body;
    private readonly bool _takesParameter;
    private ControlledThread? _thread; // null until it is started
    private string? _name;
    private ThreadPriority _priority = ThreadPriority.Normal;
    private bool _isBackground, _isInterrupted; // before it is started

    /// <inheritdoc cref="System.Threading.Thread.Thread(ThreadStart)"/>
    public Thread(ThreadStart start) : this(start, 0) { }

    /// <summary>The same; the size of the stack is the explorer's.</summary>
    public Thread(ThreadStart start, int maxStackSize) : this(_ => start(), start, maxStackSize) { }

    /// <inheritdoc cref="System.Threading.Thread.Thread(ParameterizedThreadStart)"/>
    public Thread(ParameterizedThreadStart start) : this(start, 0) { }

    /// <summary>The same; the size of the stack is the explorer's.</summary>
    public Thread(ParameterizedThreadStart start, int maxStackSize)
        : this(argument => start(argument), start, maxStackSize) => _takesParameter = true;

    private Thread(Action<object?> body, Delegate start, int maxStackSize)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegative(maxStackSize);
        _body = body;
        ManagedThreadId = Execution.Current is { } execution ? ++execution.LastThreadId : 0;
    }

    private Thread(ControlledThread? thread)
    {
        (_thread, _body) = (thread, _ => { });
        IsThreadPoolThread = thread is { Index: > 0 }; // main is the only other that nobody made an object for
        ManagedThreadId = IsThreadPoolThread ? FirstOfPool + thread!.Index : 1;
    }

    /// <inheritdoc cref="Platform.Name"/>
    public string? Name
    {
        get => _name;
        set
        {
            _name = value;
            if (_thread is not null && value is not null) (_thread.GivenName, _thread.NamedAfter) = (value, null);
        }
    }

    /// <summary>Its number: main has 1, the others count from 2, in the order in which they were made, and those of the pool from
    /// 10,001.</summary>
    public int ManagedThreadId { get; }

    /// <inheritdoc cref="Platform.IsThreadPoolThread"/>
    public bool IsThreadPoolThread { get; }

    /// <inheritdoc cref="Platform.IsBackground"/>
    public bool IsBackground
    {
        get
        {
            ThrowIfDead("state");
            return _thread?.IsBackground ?? _isBackground;
        }
        set
        {
            ThrowIfDead("state");
            if (_thread is null) _isBackground = value;
            else _thread.IsBackground = value;
        }
    }

    /// <summary>Kept, and without effect: who moves is the explorer's choice.</summary>
    public ThreadPriority Priority
    {
        get
        {
            ThrowIfDead("priority");
            return _priority;
        }
        set
        {
            ThrowIfDead("priority");
            if (value is < ThreadPriority.Lowest or > ThreadPriority.Highest)
                throw new ArgumentOutOfRangeException(null, $"{value} is no priority.");
            _priority = value;
        }
    }

    /// <inheritdoc cref="Platform.IsAlive"/>
    public bool IsAlive
    {
        get
        {
            if (_thread is null) return false;
            Look();
            if (_thread.HasEnded) Primitive.Self.Clock.Join(_thread.Released);
            return _thread.Carrier is not null; // it has none while it is being started
        }
    }

    /// <summary>What it is doing: it waits, if it stands before a step that it cannot do now, and runs otherwise.</summary>
    public ThreadState ThreadState
    {
        get
        {
            if (_thread is null) return (_isBackground ? ThreadState.Background : 0) | ThreadState.Unstarted;
            if (_thread == Primitive.Self) return _thread.IsBackground ? ThreadState.Background : ThreadState.Running;
            Everything.Step(OperationKind.Watch, _thread.Name);
            if (_thread.HasEnded)
            {
                Primitive.Self.Clock.Join(_thread.Released);
                return ThreadState.Stopped;
            }
            if (_thread.Carrier is null) return (_isBackground ? ThreadState.Background : 0) | ThreadState.Unstarted;
            return (_thread.IsBackground ? ThreadState.Background : 0)
                | (_thread.CanMove || _thread.Pending.Kind == OperationKind.Fence ? ThreadState.Running
                    : ThreadState.WaitSleepJoin);
        }
    }

    /// <inheritdoc cref="Platform.Start()"/>
    public void Start() => Begin(null, flows: true);

    /// <inheritdoc cref="Platform.Start(object)"/>
    public void Start(object? parameter) => Start(parameter, flows: true);

    /// <inheritdoc cref="Platform.UnsafeStart()"/>
    public void UnsafeStart() => Begin(null, flows: false);

    /// <inheritdoc cref="Platform.UnsafeStart(object)"/>
    public void UnsafeStart(object? parameter) => Start(parameter, flows: false);

    /// <inheritdoc cref="Platform.Interrupt"/>
    public void Interrupt()
    {
        if (_thread is null)
        {
            _isInterrupted = true;
            return;
        }
        if (Execution.Current is not null) Everything.Step(OperationKind.Interrupt, _thread.Name);
        var self = Primitive.Self;
        _thread.InterruptedBy.Join(self.Clock);
        if (self.Index >= 0) self.Clock.Tick(self.Index);
        _thread.IsInterrupted = true;
    }

    /// <inheritdoc cref="Platform.Join()"/>
    public void Join() => Join(-1);

    /// <inheritdoc cref="Platform.Join(TimeSpan)"/>
    public bool Join(TimeSpan timeout) => Join(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.Join(int)"/>
    public bool Join(int millisecondsTimeout)
    {
        Milliseconds.Checked(millisecondsTimeout);
        if (_thread is null) throw new ThreadStateException("The thread was not started: nobody can wait for its end.");
        if (Execution.Current is not { } execution) return _thread.HasEnded;
        if (millisecondsTimeout == 0) Look();
        else execution.Perform(new Operation(OperationKind.Join, _thread, IsWrite: false, CanTimeOut: millisecondsTimeout > 0,
            Timeout: millisecondsTimeout));
        var self = Execution.Self;
        if (_thread.HasEnded) self.Clock.Join(_thread.Released);
        else if (millisecondsTimeout != 0) self.ThrowIfInterrupted();
        return _thread.HasEnded;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => ManagedThreadId;

    private void Start(object? parameter, bool flows)
    {
        if (_thread is null && !_takesParameter)
            throw new InvalidOperationException("The thread's delegate takes no parameter.");
        Begin(parameter, flows);
    }

    private void Begin(object? parameter, bool flows)
    {
        if (_thread is not null) throw new ThreadStateException("The thread was started before; a thread runs once.");
        var execution = Execution.Current ?? throw new InvalidOperationException(
            "A controlled thread starts only while the explorer runs.");
        _thread = execution.Create(_name, flows ? Flow.Captured(() => _body(parameter)) : () => _body(parameter));
        (_thread.Handle, _thread.IsBackground, _thread.IsInterrupted) = (this, _isBackground, _isInterrupted);
        execution.Perform(new Operation(OperationKind.Spawn, _thread, IsWrite: true));
        _thread.Clock.Join(Execution.Self.Clock); // what the starter has done so far comes before all that it does
        _thread.Clock.Tick(_thread.Index);
        Execution.Self.Clock.Tick(Execution.Self.Index);
        execution.Launch(_thread);
    }

    private void Look() => Execution.Current?.Perform(new Operation(OperationKind.Read, _thread!, IsWrite: false));

    private void ThrowIfDead(string what)
    {
        if (_thread is { HasEnded: true })
            throw new ThreadStateException($"The thread has ended; its {what} cannot be accessed.");
    }
}
