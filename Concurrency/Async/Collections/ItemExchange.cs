using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Async;

/// <summary>The forms of a call to an <see cref="ItemBuffer{T, TStore}"/>: at once, as a task, blocking, one after
/// another.</summary>
[DebuggerDisplay("{_buffer.Display,nq}")] // takes no lock
internal sealed class ItemExchange<T, TStore>(TStore store, int count, int maxCount) where TStore : struct, IItemStore<T>
{
    private readonly ItemBuffer<T, TStore> _buffer = new(store, count, maxCount);

    public int Count => _buffer.Count;

    public void Complete() => _buffer.Complete();

    public bool TryPut(T item) => _buffer.Begin(ItemCall.Put, ref item, ItemWait.None, default, out _) == ItemStep.Done;

    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        item = default!;
        return _buffer.Begin(ItemCall.Take, ref item, ItemWait.None, default, out _) == ItemStep.Done;
    }

    public void Put(T item, CancellationToken cancel) => Block(ItemCall.Put, item, cancel);

    public T Take(CancellationToken cancel) => Block(ItemCall.Take, default!, cancel);

    public bool Watch(CancellationToken cancel)
    {
        T none = default!;
        var step = _buffer.Begin(ItemCall.Watch, ref none, ItemWait.Thread, cancel, out var waiter);
        return step == ItemStep.MustWait ? Await<bool>(waiter!, cancel) : IsDone(step, cancel);
    }

    public Task PutAsync(T item, CancellationToken cancel)
    {
        ItemStep step;
        AsyncWaiter? waiter;
        try { step = _buffer.Begin(ItemCall.Put, ref item, ItemWait.Task, cancel, out waiter); }
        catch (Exception e) { return Task.FromException(e); } // the store's
        return step switch
        {
            ItemStep.Done => Task.CompletedTask,
            ItemStep.Ended => Task.FromException(ItemBuffer<T, TStore>.Ended(ItemCall.Put)),
            ItemStep.Canceled => Task.FromCanceled(cancel),
            _ => Watched<T>(waiter!, cancel).Task,
        };
    }

    public Task<T> TakeAsync(CancellationToken cancel)
    {
        T item = default!;
        ItemStep step;
        AsyncWaiter? waiter;
        try { step = _buffer.Begin(ItemCall.Take, ref item, ItemWait.Task, cancel, out waiter); }
        catch (Exception e) { return Task.FromException<T>(e); } // the store's
        return step switch
        {
            ItemStep.Done => Task.FromResult(item),
            ItemStep.Ended => Task.FromException<T>(ItemBuffer<T, TStore>.Ended(ItemCall.Take)),
            ItemStep.Canceled => Task.FromCanceled<T>(cancel),
            _ => Watched<T>(waiter!, cancel).Task,
        };
    }

    public Task<bool> WatchAsync(CancellationToken cancel)
    {
        T none = default!;
        return _buffer.Begin(ItemCall.Watch, ref none, ItemWait.Task, cancel, out var waiter) switch
        {
            ItemStep.Done => TaskConstants.BooleanTrue,
            ItemStep.Ended => TaskConstants.BooleanFalse,
            ItemStep.Canceled => Task.FromCanceled<bool>(cancel),
            _ => Watched<bool>(waiter!, cancel).Task,
        };
    }

    /// <summary>Takes, blocking, until it is complete and empty. Two of these share the items.</summary>
    public IEnumerable<T> TakeAll(CancellationToken cancel)
    {
        while (true)
        {
            // Between the look and the take another may have been faster: a loop.
            if (TryTake(out var item)) yield return item;
            else if (!Watch(cancel)) yield break;
        }
    }

    /// <summary>The same for <c>await foreach</c>.</summary>
    public async IAsyncEnumerator<T> TakeAllAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (TryTake(out var item)) yield return item;
            else if (!await WatchAsync(cancel).ConfigureAwait(false)) yield break;
        }
    }

    private T Block(ItemCall call, T item, CancellationToken cancel)
    {
        var step = _buffer.Begin(call, ref item, ItemWait.Thread, cancel, out var waiter);
        if (step == ItemStep.MustWait) return Await<T>(waiter!, cancel);
        return IsDone(step, cancel) ? item : throw ItemBuffer<T, TStore>.Ended(call);
    }

    private static bool IsDone(ItemStep step, CancellationToken cancel)
    {
        if (step == ItemStep.Canceled) throw new TaskCanceledException(null, null, cancel);
        return step == ItemStep.Done;
    }

    private static TResult Await<TResult>(AsyncWaiter waiter, CancellationToken cancel)
    {
        var me = (ItemThreadWaiter<TResult>)waiter;
        if (!me.Await(Deadline.Never, cancel)) throw new TaskCanceledException(null, null, cancel);
        if (me.Failure is not null) ExceptionDispatchInfo.Throw(me.Failure);
        return me.Result;
    }

    private static ItemTaskWaiter<TResult> Watched<TResult>(AsyncWaiter waiter, CancellationToken cancel)
    {
        var me = (ItemTaskWaiter<TResult>)waiter;
        me.Watch(cancel); // outside the lock
        return me;
    }
}
