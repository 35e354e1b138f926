using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>A key that is on its way: <c>using (await mutex.LockAsync())</c>.</summary>
/// <remarks>
/// <para>The place in the queue is taken by the call that returned it, not by the <c>await</c>. It may be awaited more than
/// once, and gives the same key each time.</para>
/// <para>It is not <see cref="IDisposable"/>, so that <c>using (mutex.LockAsync())</c>, which forgets the <c>await</c> and
/// would guard nothing, does not compile. It is a struct, so that a lock that is free costs no allocation: it then carries
/// the key itself, and a task only where there is something to wait for.</para>
/// <para>It converts to a task of <see cref="IDisposable"/>, and to <see cref="AwaitableDisposable{T}"/>, which is what
/// Nito.AsyncEx returns in its place.</para>
/// </remarks>
[DebuggerDisplay("Completed = {IsCompleted}")] // takes no lock
public readonly struct AwaitableKey
{
    private readonly AsyncKey _key; // if _task is null
    private readonly Task<IDisposable>? _task;
    private readonly bool _leavesContext;

    internal AwaitableKey(in AsyncKey key) => _key = key;

    internal AwaitableKey(Task<IDisposable> task) => _task = task;

    private AwaitableKey(in AwaitableKey original, bool leavesContext)
    {
        this = original;
        _leavesContext = leavesContext;
    }

    internal bool IsCompleted => _task is null || _task.IsCompleted;

    /// <summary>A task with the key, boxed. A new one for each call if the key was there at once.</summary>
    public Task<IDisposable> AsTask() => _task ?? Task.FromResult<IDisposable>(_key);

    /// <summary>The same, but says where the code after the <c>await</c> goes on.</summary>
    /// <param name="continueOnCapturedContext">False: wherever it is convenient, in place of the context of the
    /// caller.</param>
    public AwaitableKey ConfigureAwait(bool continueOnCapturedContext) => new(this, !continueOnCapturedContext);

    /// <summary>For the compiler: what <c>await</c> needs.</summary>
    public KeyAwaiter GetAwaiter() => new(_key, _task, _leavesContext);

    /// <inheritdoc cref="AsTask"/>
    public static implicit operator Task<IDisposable>(AwaitableKey source) => source.AsTask();

    /// <summary>The same, as the type that Nito.AsyncEx returns.</summary>
    public static implicit operator AwaitableDisposable<IDisposable>(AwaitableKey source) => new(source.AsTask());
}
