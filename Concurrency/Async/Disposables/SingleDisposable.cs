// Disposed once, whoever asks for it and however often:
//
//      live ---- first Dispose ----> disposing ---- Dispose(T) has returned or thrown ----> disposed
//                                        |                                                     |
//                                        |     every other Dispose blocks from here ...        |   ... to here, and returns
//
//   I1  Dispose(T) runs once: for the caller whose exchange took _context away.
//   I2  Whoever comes back from Dispose finds the object disposed, except from within Dispose(T) itself.

using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Concurrency.Async.Disposables;

/// <summary>A base for what must be disposed exactly once, by however many threads.</summary>
/// <remarks>Any thread may call any member. A second <see cref="Dispose()"/> waits for the first; called from within the
/// first, it returns at once, because it would wait for itself.</remarks>
/// <typeparam name="T">What disposal needs, and <see cref="TryUpdateContext"/> may replace until then.</typeparam>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public abstract class SingleDisposable<T> : IDisposable
{
    // A spin lock, held for some assignments: an interrupt cannot come between the end of disposal and the news of it. Guards:
    private readonly TestAndTestAndSetLock _guard = new();
    private readonly ConditionVariable _becameDisposed;
    private bool _isDisposed; // false -> true once

    private Box? _context; // null from the first Dispose on; its exchange pairs with the one of TryUpdateContext
    private int _disposer; // managed id of the thread inside Dispose(T), 0 = none; its Volatile.Write pairs with the read in
                           // Dispose, where only that thread recognises itself in it

    /// <param name="context">What <see cref="Dispose(T)"/> will be given.</param>
    protected SingleDisposable(T context)
    {
        _context = new Box(context);
        _becameDisposed = new ConditionVariable(_guard);
    }

    /// <summary>Whether disposal has started, be it finished or not. True is final.</summary>
    public bool IsDisposeStarted => Volatile.Read(ref _context) is null;

    /// <summary>Whether disposal is finished. True is final.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed);

    /// <summary>Whether disposal had started and was not finished a moment ago.</summary>
    public bool IsDisposing => IsDisposeStarted && !IsDisposed;

    /// <summary>Disposes, or waits until the thread that does so has finished. What that throws, the first caller alone
    /// sees; the object counts as disposed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _context, null) is { } context) // I1
        {
            Volatile.Write(ref _disposer, Environment.CurrentManagedThreadId);
            try { Dispose(context.Value); }
            finally
            {
                Volatile.Write(ref _disposer, 0);
                using (_guard.Hold())
                {
                    _isDisposed = true;
                    _becameDisposed.Broadcast(); // all who called Dispose meanwhile
                }
            }
        }
        else if (Volatile.Read(ref _disposer) != Environment.CurrentManagedThreadId) // I2
        {
            using (_guard.Hold())
                while (!_isDisposed) _becameDisposed.Wait();
        }
    }

    /// <summary>Does the work of disposal. Called once.</summary>
    /// <param name="context">The latest one.</param>
    protected abstract void Dispose(T context);

    /// <summary>Replaces what disposal will be given by <paramref name="contextUpdater"/> of it.</summary>
    /// <param name="contextUpdater">Without side effects: it is called again when another thread was faster.</param>
    /// <returns>False when disposal has started; the updater was not called, or its result dropped.</returns>
    protected bool TryUpdateContext(Func<T, T> contextUpdater)
    {
        ArgumentNullException.ThrowIfNull(contextUpdater);
        while (Volatile.Read(ref _context) is { } old)
        {
            var updated = new Box(contextUpdater(old.Value));
            if (Interlocked.CompareExchange(ref _context, updated, old) == old) return true;
        }
        return false;
    }

    private protected virtual string Display => IsDisposed ? "disposed" : IsDisposeStarted ? "disposing" : "live";

    private sealed class Box(T value) // a reference to compare, whatever T is
    {
        public readonly T Value = value;
    }
}
