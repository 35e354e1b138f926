// A channel of the platform guards all that it has by a lock; here each operation is one step. What it has to complete, the
// reads, writes and waits of others, it takes out of the store in that step, and completes afterwards, as the platform does
// outside of its lock.
//
//      TryRead, Read ...   -- a step: take, or wait -->   ChannelStore   <-- a step: put, or wait --   TryWrite, Write ...
//                                                              |
//                          the step is over: who waited for that is completed, in a step of its own (ChannelWait)

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Explorer.Controlled.Collections;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>What both sides of a channel share: its operations.</summary>
[DebuggerStepThrough]
internal sealed class ChannelCore<T>
{
    private readonly ChannelStore<T> _store;
    private readonly TaskCompletionSource _completion;

    public ChannelCore(ChannelItems<T> items, ChannelRules<T> rules)
    {
        (_store, State, Rules) = (new ChannelStore<T>(items, rules, Finish), items.State, rules);
        _completion = new(rules.IsSynchronous ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        if (Execution.Current is { } execution)
            TaskStates.Bind(execution, _completion.Task, new TaskState("the Completion of a Channel"));
    }

    public CollectionState State { get; }

    public ChannelRules<T> Rules { get; }

    public Task Completion => _completion.Task;

    public int Count
    {
        get
        {
            State.Look();
            return _store.Count;
        }
    }

    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        var after = new List<Action>();
        State.Change();
        var isRead = State.Ends(_store.Take(out item, after));
        Do(after);
        return isRead;
    }

    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        State.Look();
        return _store.Peek(out item);
    }

    public ValueTask<T> Read(CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled<T>(cancel);
        var after = new List<Action>();
        State.Change();
        if (_store.Take(out var item, after))
        {
            State.Ends();
            Do(after);
            return new ValueTask<T>(item);
        }
        if (_store.IsClosed)
        {
            State.Ends(changed: false);
            return _store.Error is OperationCanceledException canceled ? ValueTask.FromCanceled<T>(TokenOf(canceled))
                : ValueTask.FromException<T>(_store.Closed);
        }
        var wait = _store.AddRead(after);
        State.Ends();
        wait.EndWith(cancel, () => TakesOut(_store.RemoveRead, wait));
        Do(after);
        return new ValueTask<T>(wait.Task);
    }

    public ValueTask<bool> WaitToRead(CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled<bool>(cancel);
        var after = new List<Action>();
        State.Change();
        if (_store.HasSome) return Said(true);
        if (_store.IsClosed) return SaidClosed();
        var wait = _store.AddWaitToRead(after);
        State.Ends();
        wait.EndWith(cancel, () => TakesOut(_store.RemoveWait, wait));
        Do(after);
        return new ValueTask<bool>(wait.Task);
    }

    public bool TryWrite(T item)
    {
        var after = new List<Action>();
        State.Change();
        var isWritten = _store.Put(item, after, out var isChanged);
        if (!isWritten && Rules is { HandsOver: true, Drops: true }) // it is closed, and the platform's says yes all the same
        {
            _store.Drop(item, after);
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
        if (_store.Put(item, after, out var isChanged) || _store.IsClosed)
        {
            var closed = _store.IsClosed ? ValueTask.FromException(_store.Closed) : default;
            State.Ends(isChanged);
            Do(after);
            return closed;
        }
        var wait = _store.AddWrite(item, after);
        State.Ends();
        wait.EndWith(cancel, () => TakesOut(_store.RemoveWrite, wait));
        Do(after);
        return new ValueTask(wait.Task);
    }

    public ValueTask<bool> WaitToWrite(CancellationToken cancel)
    {
        if (IsCanceled(cancel)) return ValueTask.FromCanceled<bool>(cancel);
        State.Change();
        if (_store.IsClosed) return SaidClosed();
        if (_store.HasRoom || Rules.Drops) return Said(true);
        var wait = _store.AddWaitToWrite();
        State.Ends();
        wait.EndWith(cancel, () => TakesOut(_store.RemoveWait, wait));
        return new ValueTask<bool>(wait.Task);
    }

    /// <summary>Takes no more items.</summary>
    /// <returns>False: it was closed before.</returns>
    public bool Close(Exception? error)
    {
        var after = new List<Action>();
        State.Change();
        if (_store.IsClosed) return State.Ends(changed: false);
        _store.Close(error, after);
        State.Ends();
        Do(after);
        return true;
    }

    private void Finish()
    {
        TaskStates.Complete(Completion);
        if (_store.Error is OperationCanceledException canceled) _completion.TrySetCanceled(canceled.CancellationToken);
        else if (_store.Error is { } error) _completion.TrySetException(error);
        else _completion.TrySetResult();
    }

    private ValueTask<bool> SaidClosed()
    {
        if (_store.Error is not { } error) return Said(false);
        State.Ends(changed: false);
        return ValueTask.FromException<bool>(error);
    }

    private ValueTask<bool> Said(bool answer)
    {
        State.Ends(changed: false);
        return new ValueTask<bool>(answer);
    }

    // A step: what has waited is taken out, unless it is out.
    private bool TakesOut<TResult>(Func<ChannelWait<TResult>, bool> remove, ChannelWait<TResult> wait)
    {
        State.Change();
        return State.Ends(remove(wait));
    }

    // After the step.
    private static void Do(List<Action> after)
    {
        foreach (var action in after) action();
    }

    private static bool IsCanceled(CancellationToken token) =>
        token.CanBeCanceled && CancellationTokens.IsCancellationRequested(in token);

    private static CancellationToken TokenOf(OperationCanceledException canceled) =>
        canceled.CancellationToken.IsCancellationRequested ? canceled.CancellationToken : new CancellationToken(true);
}
