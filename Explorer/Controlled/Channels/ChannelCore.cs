// A channel of the platform guards all that follows by a lock; here each operation is one step. What it has to complete, the
// reads, writes and waits of others, it takes out of their lists in that step, and completes afterwards, as the platform does
// outside of its lock.
//
//      _items      what was written and not read            _readsWaiting     ReadAsync, each to get an item of its own
//      _closed     set once Complete was called             _writesWaiting    WriteAsync, each with its item
//                                                           _waitsToRead, _waitsToWrite   told that it may be worth a try
//
//   I1  Reads wait only while there is no item, writes only while there is no room, and nobody once it is closed.
//   I2  There are no more items than its capacity. A channel without capacity has none: a write waits for a read.
//   I3  Completion is done once it is closed and empty.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Workbook.Explorer.Controlled.Collections;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>What both sides of a channel share.</summary>
[DebuggerStepThrough]
internal sealed class ChannelCore<T>
{
    private static readonly Exception _noError = new();

    private readonly ChannelItems<T> _items;
    private readonly TaskCompletionSource _completion;
    private readonly LinkedList<ChannelWait<T>> _readsWaiting = [];
    private readonly LinkedList<(ChannelWait<bool> Wait, T Item)> _writesWaiting = [];
    private readonly LinkedList<ChannelWait<bool>> _waitsToRead = [], _waitsToWrite = [];
    private Exception? _closed; // _noError, or what Complete was called with

    public ChannelCore(ChannelItems<T> items, ChannelRules<T> rules)
    {
        (_items, Rules) = (items, rules);
        _completion = new(rules.IsSynchronous ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        if (Execution.Current is { } execution)
            TaskStates.Bind(execution, _completion.Task, new TaskState("the Completion of a Channel"));
    }

    public CollectionState State { get; } = new("a Channel");

    public ChannelRules<T> Rules { get; }

    public Task Completion => _completion.Task;

    public int Count
    {
        get
        {
            State.Look();
            return _items.Count;
        }
    }

    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        var after = new List<Action>();
        State.Change();
        var isRead = State.Ends(Take(out item, after));
        Do(after);
        return isRead;
    }

    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        State.Look();
        if (Rules.HandsOver && _closed is null && _writesWaiting.First is { } write) item = write.Value.Item;
        else if (_items.Count > 0) item = _items.First;
        else
        {
            item = default;
            return false;
        }
        return true;
    }

    public ValueTask<T> Read(CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled<T>(cancel);
        var after = new List<Action>();
        State.Change();
        if (Take(out var item, after))
        {
            State.Ends();
            Do(after);
            return new ValueTask<T>(item);
        }
        if (_closed is not null)
        {
            State.Ends(changed: false);
            return _closed is OperationCanceledException canceled ? ValueTask.FromCanceled<T>(Token(canceled))
                : ValueTask.FromException<T>(Closed());
        }
        if (Rules.HasOneReader) Replace(_readsWaiting, after);
        var wait = Enqueue(_readsWaiting, "a ReadAsync of a Channel", Rules.IsSynchronous);
        if (Rules.HandsOver) Tell(_waitsToWrite, after);
        State.Ends();
        wait.EndWith(cancel, () => TakeOut(_readsWaiting, wait));
        Do(after);
        return new ValueTask<T>(wait.Task);
    }

    public ValueTask<bool> WaitToRead(CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled<bool>(cancel);
        var after = new List<Action>();
        State.Change();
        if (_items.Count > 0 || _writesWaiting.Count > 0) return Said(true);
        if (_closed is not null) return SaidClosed();
        if (Rules.HasOneReader) Replace(_waitsToRead, after);
        var wait = Enqueue(_waitsToRead, "a WaitToReadAsync of a Channel", Rules.IsSynchronous);
        State.Ends();
        wait.EndWith(cancel, () => TakeOut(_waitsToRead, wait));
        Do(after);
        return new ValueTask<bool>(wait.Task);
    }

    public bool TryWrite(T item)
    {
        var after = new List<Action>();
        State.Change();
        var isWritten = Put(item, after, out var isChanged);
        if (!isWritten && Rules is { HandsOver: true, Drops: true }) // it is closed, and the platform's says yes all the same
        {
            Drop(item, after);
            isWritten = true;
        }
        State.Ends(isChanged);
        Do(after);
        return isWritten;
    }

    public ValueTask Write(T item, CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled(cancel);
        var after = new List<Action>();
        State.Change();
        if (Put(item, after, out var isChanged) || _closed is not null)
        {
            State.Ends(isChanged);
            Do(after);
            return _closed is null || isChanged ? default : ValueTask.FromException(Closed());
        }
        var wait = new ChannelWait<bool>("a WriteAsync to a Channel", isSynchronous: false, "reads from the Channel");
        _writesWaiting.AddLast((wait, item));
        if (Rules.HandsOver) Tell(_waitsToRead, after);
        State.Ends();
        wait.EndWith(cancel, () => TakeOutWrite(wait));
        Do(after);
        return new ValueTask(wait.Task);
    }

    public ValueTask<bool> WaitToWrite(CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled<bool>(cancel);
        State.Change();
        if (_closed is not null) return SaidClosed();
        var hasRoom = Rules.HandsOver ? _readsWaiting.Count > 0 : Rules.Capacity < 0 || _items.Count < Rules.Capacity;
        if (hasRoom || Rules.Drops) return Said(true);
        var wait = Enqueue(_waitsToWrite, "a WaitToWriteAsync to a Channel", isSynchronous: false);
        State.Ends();
        wait.EndWith(cancel, () => TakeOut(_waitsToWrite, wait));
        return new ValueTask<bool>(wait.Task);
    }

    /// <summary>Takes no more items.</summary>
    /// <returns>False: it was closed before.</returns>
    public bool Close(Exception? error)
    {
        var after = new List<Action>();
        State.Change();
        if (_closed is not null) return State.Ends(changed: false);
        _closed = error ?? _noError;
        if (_items.Count == 0) after.Add(Finish); // I3
        var closed = Closed();
        foreach (var read in Emptied(_readsWaiting)) after.Add(() => read.Fail(closed));
        foreach (var (write, _) in Emptied(_writesWaiting)) after.Add(() => write.Fail(closed));
        foreach (var wait in Emptied(_waitsToRead).Concat(Emptied(_waitsToWrite)))
            after.Add(error is null ? () => wait.Complete(false) : () => wait.Fail(error));
        State.Ends();
        Do(after);
        return true;
    }

    // Within a step: the next item, if there is one.
    private bool Take([MaybeNullWhen(false)] out T item, List<Action> after)
    {
        var write = _writesWaiting.First?.Value;
        if (_items.Count == 0 && (!Rules.HandsOver || write is null))
        {
            item = default;
            return false;
        }
        item = _items.Count > 0 ? _items.TakeFirst() : write!.Value.Item;
        if (write is { Wait: var wait, Item: var next })
        {
            _writesWaiting.RemoveFirst();
            if (!Rules.HandsOver) _items.Add(next);
            after.Add(() => wait.Complete(true));
        }
        else if (_closed is null) Tell(_waitsToWrite, after);
        else if (_items.Count == 0) after.Add(Finish); // I3
        return true;
    }

    // Within a step: the item goes in, or to a read that waits, or is dropped; or there is no room, or it is closed.
    private bool Put(T item, List<Action> after, out bool isChanged)
    {
        isChanged = false;
        if (_closed is not null) return false;
        if (_readsWaiting.First is { Value: var read })
        {
            _readsWaiting.RemoveFirst();
            after.Add(() => read.Complete(item));
            return isChanged = true;
        }
        if (Rules.Capacity >= 0 && _items.Count >= Rules.Capacity)
        {
            if (!Rules.Drops) return false;
            if (Rules.HandsOver || Rules.FullMode == BoundedChannelFullMode.DropWrite)
            {
                Drop(item, after);
                return true;
            }
            Drop(Rules.FullMode == BoundedChannelFullMode.DropNewest ? _items.TakeLast() : _items.TakeFirst(), after);
        }
        _items.Add(item);
        Debug.Assert(Rules.Capacity < 0 || _items.Count <= Rules.Capacity, "I2");
        Tell(_waitsToRead, after);
        return isChanged = true;
    }

    private void Drop(T item, List<Action> after)
    {
        if (Rules.ItemDropped is { } dropped) after.Add(() => dropped(item));
    }

    private void Finish()
    {
        TaskStates.Complete(Completion);
        if (_closed is OperationCanceledException canceled) _completion.TrySetCanceled(canceled.CancellationToken);
        else if (_closed == _noError) _completion.TrySetResult();
        else _completion.TrySetException(_closed!);
    }

    private Exception Closed() => _closed is OperationCanceledException ? _closed
        : _closed == _noError ? new ChannelClosedException() : new ChannelClosedException(_closed);

    private ValueTask<bool> Said(bool answer)
    {
        State.Ends(changed: false);
        return new ValueTask<bool>(answer);
    }

    private ValueTask<bool> SaidClosed() => _closed == _noError ? Said(false) : Failed(_closed!);

    private ValueTask<bool> Failed(Exception error)
    {
        State.Ends(changed: false);
        return ValueTask.FromException<bool>(error);
    }

    private bool TakeOut<TResult>(LinkedList<ChannelWait<TResult>> list, ChannelWait<TResult> wait)
    {
        State.Change();
        return State.Ends(list.Remove(wait));
    }

    private bool TakeOutWrite(ChannelWait<bool> wait)
    {
        State.Change();
        for (var node = _writesWaiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Wait != wait) continue;
            _writesWaiting.Remove(node);
            return State.Ends();
        }
        return State.Ends(changed: false);
    }

    private static ChannelWait<TResult> Enqueue<TResult>(LinkedList<ChannelWait<TResult>> list, string name, bool isSynchronous)
    {
        var wait = new ChannelWait<TResult>(name, isSynchronous, "writes to the Channel, or completes its writer");
        list.AddLast(wait);
        return wait;
    }

    private static void Tell(LinkedList<ChannelWait<bool>> list, List<Action> after)
    {
        foreach (var wait in Emptied(list)) after.Add(() => wait.Complete(true));
    }

    private static void Replace<TResult>(LinkedList<ChannelWait<TResult>> list, List<Action> after)
    {
        foreach (var wait in Emptied(list)) after.Add(wait.Cancel);
    }

    private static List<TItem> Emptied<TItem>(LinkedList<TItem> list)
    {
        var all = list.ToList();
        list.Clear();
        return all;
    }

    // After the step.
    private static void Do(List<Action> after)
    {
        foreach (var action in after) action();
    }

    private static bool IsCanceled(CancellationToken token) =>
        token.CanBeCanceled && CancellationTokens.IsCancellationRequested(in token);

    private static CancellationToken Token(OperationCanceledException canceled) =>
        canceled.CancellationToken.IsCancellationRequested ? canceled.CancellationToken : new CancellationToken(true);
}
