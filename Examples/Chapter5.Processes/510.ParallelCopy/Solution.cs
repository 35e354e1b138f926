// One parent, some workers; two ways back, because a result comes once and a report after each block:
//
//      parent                                 worker 1 ... n
//      the plan, directories, links
//      file, file, file ...  --- pool --->    copies a file, compares it
//              results       <-- pool ----
//              reports       <-- queue ---
//      permissions of directories
//      rename
//
//   I1  Until the rename nothing is called like the target; after it the target is complete.
//   I2  When Copy returns or throws, no worker is left, and the copy is either the target or gone.
//
// Shutdown, whichever way it ends: the pool first, since workers write to the copy and to the queue; then the queue, whose
// reader ends when it is closed and empty; then the copy is renamed or removed.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Messages;
using Workbook.Ipc.Pools;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>Copies a directory tree with several processes: the whole, or nothing.</summary>
/// <remarks>For one thread. Copied are contents, permissions, the times of files, and links as they are; not owners, and two
/// names of one file become two files.</remarks>
/// <param name="plan">What to copy, and where to.</param>
/// <param name="workers">How many processes.</param>
[DebuggerDisplay("{plan,nq}, {_workers} workers")]
public sealed class TreeCopier(CopyPlan plan, int workers = 4)
{
    private const int StepsInTheQueue = 256; // a worker that is further ahead waits for who shows them

    private readonly int _workers = workers >= 1 ? workers
        : throw new ArgumentOutOfRangeException(nameof(workers), workers, "At least 1.");

    /// <summary>Called with each report of a worker, on a thread of its own, one after another.</summary>
    public Action<CopyStep>? OnStep { get; init; }

    /// <summary>Called when a worker was started or has ended, on threads of the pool.</summary>
    public Action<PoolEvent>? OnWorker { get; init; }

    /// <summary>How long a worker rests after each block, in milliseconds.</summary>
    public int PauseMs { get; init; }

    /// <summary>Copies. Blocks until all is there and compared.</summary>
    /// <exception cref="CopyException">A file could not be copied; there is no target, and nothing else is left.</exception>
    /// <exception cref="CopyRefusedException">Somebody else copies to the same target; nothing was begun.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no target, nothing left.</exception>
    public CopyReport Copy(CancellationToken cancel = default)
    {
        using var staging = new StagingDirectory(plan.Target); // removed by Dispose, unless it was published: I2
        foreach (var directory in plan.Directories) staging.MakeDirectory(directory.Name);
        foreach (var link in plan.Links) staging.MakeLink(link);
        var copied = CopyFiles(staging.Path, cancel);
        staging.Restrict(plan.Directories);
        cancel.ThrowIfCancellationRequested();
        staging.Publish();                                      // [publish] I1
        return new CopyReport(plan, copied);
    }

    private List<CopiedFile> CopyFiles(string to, CancellationToken cancel)
    {
        using var steps = MessageQueue<CopyStep>.CreateAnonymous(StepsInTheQueue);
        var reader = WorkerThread.Start("reports", () => Report(steps), background: true);
        try
        {
            // A worker that dies takes one file with it, which another one begins again; twice, and the copy fails.
            using var pool = new ProcessPool(_workers, new PoolOptions
            {
                Name = "copy",
                Initializer = PoolInitializer.Of(FileCopier.Begin, steps, PauseMs),
                Retries = 1,
                Progress = OnWorker,
            }); // if anything fails, Dispose kills the workers and waits for their end
            var jobs = plan.Files.Select(
                (file, i) => new CopyJob(i, file, Path.Combine(plan.Source, file.Name), Path.Combine(to, file.Name)));
            List<CopiedFile> copied = [.. pool.IMapUnordered(FileCopier.Copy, jobs, cancel: cancel)]; // [collect] or a failure
            pool.Close();
            pool.Join(cancel); // nothing left to do: they go home by themselves
            return copied;
        }
        catch (Exception e) when (e is RemoteException or WorkerDiedException or BrokenPoolException)
        {
            throw new CopyException(e.Message, e);
        }
        finally
        {
            steps.Close();
            reader.Join();
        }
    }

    // Once it has failed nobody would make room any more, and the workers would wait for ever: so it closes the queue.
    private void Report(MessageQueue<CopyStep> steps)
    {
        try { while (steps.Take(out var step)) OnStep?.Invoke(step); }
        finally { steps.Close(); }
    }
}
