// Task.WhenEach: the tasks in the order in which they are completed, each once, to whoever asks first.
//
//      a task is completed ---->  _done      MoveNextAsync takes one out; while there is none, it waits for a promise,
//                                            which the next that is completed keeps

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>Tasks as they are completed.</summary>
internal sealed class TaskSequence<TTask> : IAsyncEnumerable<TTask> where TTask : Task
{
    private readonly Cell _order = new("Task.WhenEach"); // each change of what follows is a step on it
    private readonly Queue<TTask> _done = new();
    private TaskCompletionSource? _next;
    private int _left;
    private bool _isTaken;

    public TaskSequence(IReadOnlyCollection<TTask> tasks)
    {
        _left = tasks.Count;
        foreach (var task in tasks) Promises.After(task, () => Add(task));
    }

    public IAsyncEnumerator<TTask> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var isFirst = !_isTaken;
        _isTaken = true;
        return new Enumerator(this, isFirst, cancellationToken);
    }

    private void Add(TTask task)
    {
        _order.Exchange();
        _done.Enqueue(task);
        if (_next is not { } waiting) return;
        _next = null;
        TaskStates.Complete(waiting.Task);
        waiting.TrySetResult();
    }

    private sealed class Enumerator(TaskSequence<TTask> sequence, bool isFirst,
        CancellationToken cancel) : IAsyncEnumerator<TTask>
    {
        public TTask Current { get; private set; } = null!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (!isFirst || sequence._left == 0) return new ValueTask<bool>(false);
            if (CancellationTokens.IsCancellationRequested(in cancel)) return ValueTask.FromCanceled<bool>(cancel);
            if (Take()) return new ValueTask<bool>(true);
            var (came, next) = (new TaskCompletionSource(), new TaskCompletionSource<bool>());
            sequence._next = came;
            var canceled = cancel.CanBeCanceled ? CancellationTokens.Register(in cancel, () => Keep(next, null)) : default;
            Promises.After(came.Task, () =>
            {
                if (canceled == default ? !next.Task.IsCompleted : canceled.Unregister()) Keep(next, true);
            });
            return new ValueTask<bool>(next.Task);
        }

        public ValueTask DisposeAsync() => default;

        private bool Take()
        {
            sequence._order.Exchange();
            if (!sequence._done.TryDequeue(out var task)) return false;
            TaskStates.Look(task);
            (Current, sequence._left) = (task, sequence._left - 1);
            return true;
        }

        // Null: it is cancelled.
        private void Keep(TaskCompletionSource<bool> next, bool? value)
        {
            if (value is true && !Take()) return;
            TaskStates.Complete(next.Task);
            if (value is null) next.TrySetCanceled(cancel);
            else next.TrySetResult(true);
        }
    }
}
