// A thread that is there for asynchronous code alone:
//
//      any thread                          the context's thread
//      new AsyncContextThread ------------> Execute: takes work, waits for work, takes work ...
//      await thread.Factory.Run(f) -------> runs f
//      await thread.JoinAsync()  ---------> finishes what is queued and outstanding, ends
//
// Shutdown: Dispose, Join and JoinAsync ask the thread to end when it has nothing left to do; the last two also wait for that.
// A background thread: the process does not wait for it. Work queued after its end is dropped.

using Workbook.Concurrency.Async.Disposables;

namespace Workbook.Concurrency.Async;

/// <summary>A named thread that executes an <see cref="AsyncContext"/> until it is told to end.</summary>
/// <remarks>Any thread may call any member. An exception of an async void method does not end the thread: it goes on, and
/// <see cref="Join"/> and <see cref="JoinAsync"/> throw the first such exception at the end.</remarks>
public sealed class AsyncContextThread : SingleDisposable<AsyncContext>
{
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread. It is called AsyncContextThread and the number of its context.</summary>
    public AsyncContextThread() : this(new AsyncContext())
    {
    }

    private AsyncContextThread(AsyncContext context) : base(context)
    {
        Context = context;
        context.OperationStarted(); // completed by Dispose: until then it does not end for want of work
        _thread = new Thread(Main) { Name = $"AsyncContextThread {context.Id}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The context that the thread executes.</summary>
    public AsyncContext Context { get; }

    /// <summary>Starts tasks on the thread.</summary>
    public TaskFactory Factory => Context.Factory;

    private protected override string Display => $"{_thread.Name}: {Context.WorkText}";

    /// <summary>Asks the thread to end, and blocks until it has.</summary>
    /// <exception cref="InvalidOperationException">Called on the thread itself, which would wait for ever; it has been
    /// asked to end.</exception>
    /// <exception cref="Exception">What posted work, or an async void method, threw first.</exception>
    public void Join()
    {
        Dispose();
        if (Thread.CurrentThread == _thread)
            throw new InvalidOperationException($"{_thread.Name} joins itself and would wait for ever; join it from outside.");
        _thread.Join();
        _ended.Task.GetAwaiter().GetResult();
    }

    /// <summary>Asks the thread to end.</summary>
    /// <remarks>Not to be awaited by code that runs on the thread: it could not be resumed there.</remarks>
    /// <returns>A task that completes when it has, and then carries what posted work, or async void methods, threw.</returns>
    public Task JoinAsync()
    {
        Dispose();
        return _ended.Task;
    }

    /// <summary>Asks the thread to end. Does not wait for it.</summary>
    protected override void Dispose(AsyncContext context) => context.OperationCompleted();

    private void Main()
    {
        List<Exception> failures = [];
        try { Context.Execute(failures.Add); }
        catch (Exception e) { failures.Add(e); } // interrupted, or executed by somebody else
        Context.Dispose();
        if (failures.Count == 0) _ended.SetResult();
        else _ended.SetException(failures);
    }
}
