using Workbook.Concurrency.Async.Disposables;

namespace Workbook.Concurrency.Async;

/// <summary>Runs code under another <see cref="SynchronizationContext"/>, and puts the old one back.</summary>
/// <remarks>The code runs on the calling thread: nothing is posted or sent. Of an async method the part up to its first
/// await runs under the other context, which is also where it will be resumed.</remarks>
public sealed class SynchronizationContextSwitcher : SingleDisposable<object?>
{
    private SynchronizationContextSwitcher(SynchronizationContext? context) : base(SynchronizationContext.Current) =>
        SynchronizationContext.SetSynchronizationContext(context);

    /// <summary>Runs <paramref name="action"/> without a context.</summary>
    public static void NoContext(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using (new SynchronizationContextSwitcher(null)) action();
    }

    /// <summary>Runs <paramref name="action"/> without a context, and returns what it returned. Given an async method, it
    /// returns the task: the code after its awaits runs on the pool.</summary>
    public static T NoContext<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using (new SynchronizationContextSwitcher(null)) return action();
    }

    /// <summary>Runs <paramref name="action"/> with <paramref name="context"/> as the current context.</summary>
    public static void ApplyContext(SynchronizationContext context, Action action)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(action);
        using (new SynchronizationContextSwitcher(context)) action();
    }

    /// <summary>Runs <paramref name="action"/> with <paramref name="context"/> as the current context, and returns what it
    /// returned.</summary>
    public static T ApplyContext<T>(SynchronizationContext context, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(action);
        using (new SynchronizationContextSwitcher(context)) return action();
    }

    /// <summary>Puts the old context back.</summary>
    protected override void Dispose(object? context) =>
        SynchronizationContext.SetSynchronizationContext((SynchronizationContext?)context);
}
