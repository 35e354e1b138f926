// A thread that runs asynchronous code, one piece after another, until none is left:
//
//      Run(MainAsync)           other threads, timers, I/O
//           |                        |
//           v                        v  Post, Factory.Run
//      +------------------------------------+
//      |  f3   f2   f1   WorkQueue          |
//      +------------------------------------+
//                  |  Take
//                  v
//      Execute, on the calling thread: runs f1, then f2, ...  until nothing waits, runs or is outstanding
//
//   I1  At most one thread is in Execute, and all work runs on it, in the order in which it was queued.
//   I2  Current and SynchronizationContext.Current lead here while a piece of work starts; after Execute they are what they
//       were before.
//
// Where an exception goes: that of a task into the task, and so out of Run if it is Run's; that of posted work, and so of an
// async void method, out of Execute at once. The rest of the work is still queued then, and Execute may be called again.

using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>Runs asynchronous code on the calling thread: what a user interface does with its message loop, for a program
/// that has none.</summary>
/// <remarks>
/// Any thread may queue work; one at a time may execute it. Contexts nest: an inner <c>Run</c> blocks the outer one's
/// thread, and gives back its context. Blocking on work of one's own context that has yet to be awaited blocks for ever,
/// as in a user interface. Work queued after the context has ended is dropped: a task of its <see cref="Factory"/> never
/// completes. Toub, Await, SynchronizationContext, and Console Apps, 2012.
/// </remarks>
[DebuggerDisplay("Id = {Id}, {WorkText,nq}")] // takes no lock
public sealed class AsyncContext : IDisposable
{
    private readonly WorkQueue _work = new();
    private readonly AsyncContextScheduler _scheduler;
    private readonly AsyncContextSynchronizationContext _synchronizationContext;
    private int _executor; // managed id of the thread in Execute, 0 = none; its compare-exchange pairs with the write back to 0

    /// <summary>A context without work. <see cref="Run(Action)"/> makes one, fills and executes it; use this for more than
    /// that.</summary>
    public AsyncContext()
    {
        _scheduler = new AsyncContextScheduler(this);
        _synchronizationContext = new AsyncContextSynchronizationContext(this);
        // Hidden: Task.Run and ContinueWith of the tasks that run here go to the pool, as everywhere, unless told otherwise.
        Factory = new TaskFactory(
            CancellationToken.None, TaskCreationOptions.HideScheduler, TaskContinuationOptions.HideScheduler, _scheduler);
    }

    /// <summary>The context whose work the calling thread runs, or null.</summary>
    public static AsyncContext? Current =>
        (System.Threading.SynchronizationContext.Current as AsyncContextSynchronizationContext)?.Context;

    /// <summary>A number for debuggers: that of <see cref="Scheduler"/>, not 0.</summary>
    public int Id => _scheduler.Id;

    /// <summary>Leads to this context by Post and Send. Two copies of it are equal.</summary>
    public SynchronizationContext SynchronizationContext => _synchronizationContext;

    /// <summary>Leads to this context by tasks. Runs one at a time.</summary>
    public TaskScheduler Scheduler => _scheduler;

    /// <summary>Starts tasks on <see cref="Scheduler"/>; inside them the current scheduler is the pool's.</summary>
    public TaskFactory Factory { get; }

    internal string WorkText => _work.Display;

    internal bool IsExecutedByCurrentThread => Volatile.Read(ref _executor) == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="action"/>, and all that it starts here, on the calling thread. Blocks until all is
    /// done, async void methods included.</summary>
    /// <exception cref="Exception">What posted work threw, at once, the rest being dropped; or, when all is done, what
    /// <paramref name="action"/> threw; never wrapped.</exception>
    public static void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var context = new AsyncContext();
        var task = context.Factory.Run(action);
        context.Execute();
        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run(Action)"/>
    /// <returns>What <paramref name="action"/> returned.</returns>
    public static TResult Run<TResult>(Func<TResult> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var context = new AsyncContext();
        var task = context.Factory.Run(action);
        context.Execute();
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run(Action)"/>
    public static void Run(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var context = new AsyncContext();
        var task = context.Factory.Run(action);
        context.ExecuteUntilCompleted(task);
        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run(Action)"/>
    /// <returns>The result of the task.</returns>
    public static TResult Run<TResult>(Func<Task<TResult>> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var context = new AsyncContext();
        var task = context.Factory.Run(action);
        context.ExecuteUntilCompleted(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs the queued work on the calling thread, blocking until the context ends: nothing waits, nothing runs, no
    /// operation is outstanding. Before the first work it waits for that.</summary>
    /// <exception cref="Exception">What posted work threw; the rest is still queued, call again to go on.</exception>
    /// <exception cref="InvalidOperationException">It is being executed, by this thread or another.</exception>
    public void Execute() => Execute(failed: null);

    /// <summary>Ends the context: drops the work that has not run. A thread that executes it returns after the piece that
    /// it is in. A thread blocked in Send gets an <see cref="InvalidOperationException"/>.</summary>
    public void Dispose() => _work.Drop();

    /// <param name="failed">Told what posted work threw; null: throw it.</param>
    internal void Execute(Action<Exception>? failed)
    {
        if (Interlocked.CompareExchange(ref _executor, Environment.CurrentManagedThreadId, 0) != 0) // I1
            throw new InvalidOperationException("The context is being executed; queue work to it instead of executing it twice.");
        var outer = System.Threading.SynchronizationContext.Current;
        try
        {
            while (_work.Take(out var work)) Run(work, failed);
        }
        finally
        {
            System.Threading.SynchronizationContext.SetSynchronizationContext(outer); // I2
            Volatile.Write(ref _executor, 0);
        }
    }

    internal bool TryAdd(Work work) => _work.TryAdd(work);

    internal void OperationStarted() => _work.Started();

    internal void OperationCompleted() => _work.Completed();

    internal Task[]? TryGetTasks() => _work.TryGetTasks();

    private void Run(Work work, Action<Exception>? failed)
    {
        // For each anew: the work before may have left another behind.
        System.Threading.SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
        try { work.Run(); }
        catch (Exception e) when (failed is not null) { failed(e); }
        finally { _work.Completed(); }
    }

    // An async method that awaits is not in the queue meanwhile: it is counted as an operation.
    private void ExecuteUntilCompleted(Task task)
    {
        OperationStarted();
        task.ContinueWith(
            static (_, context) => ((AsyncContext)context!).OperationCompleted(), this,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Execute();
    }
}
