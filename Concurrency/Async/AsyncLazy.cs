// Whoever asks first runs the factory; all get the same task.
//
//      _current:  null  --- the first asks --->  pending  --- the factory succeeds ------------->  its result, for good
//                   ^                               |     --- it fails -------------------------->  its failure, for good
//                   +---- it fails, RetryOnFailure -+
//
//   I1  At most one run of the factory is on its way.
//   I2  With RetryOnFailure, _current is null again before the failed task completes: who has seen a failure and asks anew
//       never gets the same failure.
//
// The factory runs outside the lock: it is a stranger's code, and may well ask for this very value.

using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workbook.Concurrency.Async;

/// <summary>A value that is computed asynchronously, once, when it is first asked for: <c>await lazy</c>.</summary>
/// <remarks>Any thread or task may call any member. A failure of the factory, thrown before its task or by it, comes out of
/// the <c>await</c>. A factory that awaits its own value never ends.</remarks>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class AsyncLazy<T>
{
    private readonly Func<Task<T>> _factory;
    private readonly AsyncLazyFlags _flags;

    private readonly Lock _lock = new(); // guards:
    private TaskCompletionSource<T>? _current;

    private int _id;

    /// <param name="factory">Computes the value.</param>
    /// <param name="flags">How it is run.</param>
    public AsyncLazy(Func<Task<T>> factory, AsyncLazyFlags flags = AsyncLazyFlags.None)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _factory = factory;
        _flags = flags;
    }

    /// <summary>Not zero, and different from that of any other object of this type. For debugging.</summary>
    public int Id => Identity<AsyncLazy<T>>.Of(ref _id);

    /// <summary>Whether the factory has been started; with <see cref="AsyncLazyFlags.RetryOnFailure"/> not any more after it
    /// has failed. Stale by the time it returns.</summary>
    public bool IsStarted => Volatile.Read(ref _current) is not null;

    /// <summary>The value to be awaited; starts the factory if that has not been done.</summary>
    public Task<T> Task
    {
        get
        {
            TaskCompletionSource<T> mine;
            lock (_lock)
            {
                if (_current is not null) return _current.Task;
                _current = mine = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            _ = Run(mine); // does not fail: what the factory throws goes into the task
            return mine.Task;
        }
    }

    /// <summary>Starts the factory if that has not been done.</summary>
    public void Start() => _ = Task;

    /// <summary>For the compiler: what <c>await</c> needs. Starts the factory if that has not been done.</summary>
    public TaskAwaiter<T> GetAwaiter() => Task.GetAwaiter();

    /// <summary>The same, but says where the code after the <c>await</c> goes on.</summary>
    /// <param name="continueOnCapturedContext">False: wherever it is convenient, in place of the context of the
    /// caller.</param>
    public ConfiguredTaskAwaitable<T> ConfigureAwait(bool continueOnCapturedContext) =>
        Task.ConfigureAwait(continueOnCapturedContext);

    private async Task Run(TaskCompletionSource<T> mine)
    {
        var work = Begin();
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompletedSuccessfully && _flags.HasFlag(AsyncLazyFlags.RetryOnFailure))
        {
            lock (_lock) _current = null; // I2
        }
        mine.SetFromTask(work);
    }

    private Task<T> Begin()
    {
        if (!_flags.HasFlag(AsyncLazyFlags.ExecuteOnCallingThread)) return System.Threading.Tasks.Task.Run(Call);
        try { return Call(); }
        catch (Exception failure) { return System.Threading.Tasks.Task.FromException<T>(failure); }
    }

    private Task<T> Call() => _factory() ?? throw new InvalidOperationException("The factory returned null; return a task.");

    private string Display => _current is { } current ? $"{current.Task.Status}" : "not started";
}
