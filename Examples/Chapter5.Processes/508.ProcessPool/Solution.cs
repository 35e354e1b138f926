// One thread here, and a connection to each worker:
//
//      this process                                     worker 1                          worker 2
//      Send(item 0)  --- connection 1 ---------------->  Receive, run, Send(reply) ...
//      Send(item 1)  --- connection 2 --------------------------------------------------> Receive, run ...
//      Wait(connections of busy workers)
//      Receive       <-- connection 1: reply to item 0
//      Send(item 2)  --- connection 1 ---------------->  ...
//      Receive       <-- connection 2: the stream has ended: the worker is dead, and item 1 with it
//
//   I1  A worker has one item at a time: _item of a busy worker is the one whose reply comes next on its connection.
//   I2  Each item is sent once. So it has one outcome: a reply, or the end of the stream.
//   I3  This process holds one end of each connection, the worker the other, and nobody a copy [copy]. So the stream ends when
//       the worker does, however it does.
//
// Shutdown: Dispose ends the workers, also one at work. A worker whose pool is gone ends by itself: it finds the end of its
// stream, and as a daemon it does not outlive this process.

using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>Runs <typeparamref name="TJob"/> for many items in a fixed number of processes.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class SmallPool<TJob, T, TResult> : IDisposable where TJob : IJob<T, TResult>
{
    private readonly Worker[] _workers;
    private bool _isDisposed;

    /// <summary>Starts the workers.</summary>
    /// <param name="workers">How many, at least 1.</param>
    public SmallPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _workers = [.. Enumerable.Range(1, workers).Select(number => new Worker(number))];
    }

    /// <summary>The workers' process ids, in the order of their numbers.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _workers.Select(worker => worker.Child.Id)];

    /// <summary>Runs the job for each item: on all workers at once, an item to each that is free. Blocks until all have an
    /// outcome.</summary>
    /// <returns>The outcomes, in the order of the items. The place of a worker that died has been taken by a new one.</returns>
    /// <exception cref="OperationCanceledException">Cancelled: the workers are ended, and the pool can only be
    /// disposed.</exception>
    /// <exception cref="NotSupportedException">An item cannot travel: the same.</exception>
    public JobOutcome<TResult>[] Map(IReadOnlyList<T> items, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var outcomes = new JobOutcome<TResult>[items.Count];
        var next = 0;
        try
        {
            foreach (var worker in _workers.Take(items.Count)) worker.Give(next, items[next++]);
            while (_workers.Where(worker => worker.IsBusy).ToList() is { Count: > 0 } busy)
            {
                // [wait]
                var ready = Connection.Wait([.. busy.Select(worker => worker.Connection)], Timeout.InfiniteTimeSpan, cancel);
                foreach (var worker in busy.Where(worker => ready.Contains(worker.Connection)))
                {
                    var (item, outcome) = worker.Take();
                    outcomes[item] = outcome;
                    if (next < items.Count) worker.Give(next, items[next++]); // [next]
                }
            }
            return outcomes;
        }
        catch
        {
            Dispose(); // a reply that is still to come would be taken for that to the next map's item
            throw;
        }
    }

    /// <summary>Ends the workers, and waits until they are gone. May be repeated.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (var worker in _workers) worker.Dispose();
    }

    // The main function of a worker.
    private static void Work(Connection connection)
    {
        while (true)
        {
            T item;
            try { item = connection.Receive<T>(); }
            catch (EndOfStreamException) { return; } // the pool is gone [home]
            try { connection.Send(new Reply<TResult>(TJob.Run(item))); } // [run]
            catch (Exception e)                                          // of the job, or of a result that cannot travel
            {
                connection.Send(new Reply<TResult>(default, e.GetType().FullName, e.Message, e.ToString()));
            }
        }
    }

    private sealed class Worker : IDisposable
    {
        private readonly string _name;
        private int _item = -1;

        public Worker(int number)
        {
            _name = $"worker {number}";
            (Child, Connection) = Start(_name);
        }

        public ChildProcess Child { get; private set; }

        public Connection Connection { get; private set; }

        public bool IsBusy => _item >= 0;

        public void Give(int index, T item)
        {
            try { Connection.Send(item); }
            catch (IOException) // it died while it had nothing to do
            {
                Replace();
                Connection.Send(item);
            }
            _item = index;
        }

        public (int Item, JobOutcome<TResult> Outcome) Take()
        {
            var item = _item;
            _item = -1;
            try
            {
                var reply = Connection.Receive<Reply<TResult>>();
                return (item, new(reply.Value, reply.Type is null
                    ? null : new RemoteException(reply.Type, reply.Message!, reply.Stack!)));
            }
            catch (EndOfStreamException) // [dead] it will not answer, and nobody gets its item again
            {
                Child.Join(); // a moment: the stream ends a little before the process
                var failure = new ChildDiedException(_name, Child.Exit!.Value);
                Replace();
                return (item, new(default, failure));
            }
        }

        public void Dispose()
        {
            Connection.Dispose();
            Child.Dispose();
        }

        private void Replace()
        {
            Dispose();
            (Child, Connection) = Start(_name);
        }

        private static (ChildProcess, Connection) Start(string name)
        {
            var (ours, theirs) = DuplexPipe.Create();
            var options = new ChildOptions { Name = name, IsDaemon = true, IgnoreInterrupt = true };
            var child = ChildProcess.Start(Work, theirs, options);
            theirs.Dispose(); // [copy] or the stream would not end with the worker: our copy would keep it open
            return (child, ours);
        }
    }
}
