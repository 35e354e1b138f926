// One thread here, and a connection to each worker:
//
//      this process                                     worker 1                          worker 2
//      Send(items)   --- connections 1 and 2 --------->  Receive, run, Send(reply) ...     Receive, run ...
//      Wait(connections of busy workers)
//      Receive       <-- connection 1: reply to item 0
//      Receive       <-- connection 2: the stream has ended: the worker is dead, and item 1 with it
//
//   I1  A worker has one item at a time: Item of a busy worker is the one whose reply comes next on its connection.
//   I2  Each item is sent once. So it has one outcome: a reply, or the end of the stream.
//   I3  The worker holds its end of the connection, and nobody a copy [copy]: the stream ends with the worker, however it ends.
//
// Shutdown: Dispose ends the workers, also one at work. As daemons they do not outlive this process either.

using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>Runs <typeparamref name="TJob"/> for many items in a fixed number of processes.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class SmallPool<TJob, T, TResult> : IDisposable where TJob : IJob<T, TResult>
{
    private readonly SmallWorker[] _workers;
    private bool _isDisposed;

    /// <summary>Starts so many workers, at least 1.</summary>
    public SmallPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _workers = [.. Enumerable.Range(0, workers).Select(Start)];
    }

    /// <summary>The workers' process ids, in the order of their numbers.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _workers.Select(worker => worker.Child.Id)];

    /// <summary>Runs the job for each item, an item to each worker that is free, and blocks until all have an outcome.</summary>
    /// <returns>The outcomes, in the order of the items. The place of a worker that died has been taken by a new one.</returns>
    /// <exception cref="OperationCanceledException">Cancelled: the workers are ended, the pool is disposed.</exception>
    /// <exception cref="NotSupportedException">An item cannot travel: the same.</exception>
    public JobOutcome<TResult>[] Map(IReadOnlyList<T> items, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var outcomes = new JobOutcome<TResult>[items.Count];
        var next = 0;
        try
        {
            foreach (var worker in _workers.Take(items.Count)) Give(worker, next, items[next++]);
            while (_workers.Where(worker => worker.Item is not null).ToList() is { Count: > 0 } busy)
            {
                // [wait]
                var ready = Connection.Wait([.. busy.Select(worker => worker.Connection)], Timeout.InfiniteTimeSpan, cancel);
                foreach (var worker in busy.Where(worker => ready.Contains(worker.Connection)))
                {
                    outcomes[worker.Item!.Value] = Take(worker);
                    if (next < items.Count) Give(_workers[worker.Place], next, items[next++]); // [next]
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

    private void Give(SmallWorker worker, int index, T item)
    {
        try { worker.Connection.Send(item); }
        catch (IOException) // it died while it had nothing to do
        {
            worker = Replace(worker);
            worker.Connection.Send(item);
        }
        worker.Item = index;
    }

    private JobOutcome<TResult> Take(SmallWorker worker)
    {
        worker.Item = null;
        try { return worker.Connection.Receive<Reply<TResult>>().ToOutcome(); }
        catch (EndOfStreamException) // [dead] it will not answer, and nobody gets its item again
        {
            worker.Child.Join(); // a moment: the stream ends a little before the process
            var failure = new ChildDiedException(worker.Child.Name, worker.Child.Exit!.Value);
            Replace(worker);
            return new(default, failure);
        }
    }

    private SmallWorker Replace(SmallWorker dead)
    {
        dead.Dispose();
        return _workers[dead.Place] = Start(dead.Place);
    }

    private static SmallWorker Start(int place)
    {
        var (ours, theirs) = DuplexPipe.Create();
        using var end = theirs; // [copy] or the stream would not end with the worker: our copy would keep it open
        var options = new ChildOptions { Name = $"worker {place + 1}", IsDaemon = true, IgnoreInterrupt = true };
        return new SmallWorker(place, ChildProcess.Start(Work, theirs, options), ours);
    }

    // The main function of a worker.
    private static void Work(Connection connection)
    {
        while (true)
        {
            T item;
            try { item = connection.Receive<T>(); }
            catch (EndOfStreamException) { return; } // the pool is gone [home]
            try { connection.Send(new Reply<TResult>(TJob.Run(item))); }   // [run]
            catch (Exception e) { connection.Send(Reply<TResult>.Of(e)); } // of the job, or of a result that cannot travel
        }
    }
}
