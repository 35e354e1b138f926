namespace Workbook.Examples.Queues.Pools;

/// <summary>Some threads that run the jobs of others.</summary>
/// <remarks>Any thread may call any member.</remarks>
public interface IPool
{
    /// <summary>How many workers it was made with.</summary>
    int Size { get; }

    /// <summary>Leaves a job for the next free worker, and does not wait for it.</summary>
    /// <exception cref="InvalidOperationException">The pool is closed; the job was not taken.</exception>
    void Submit(Action job);

    /// <summary>Refuses new jobs; what was submitted before still runs. Does not wait for it. May be repeated.</summary>
    void Close();

    /// <summary>Blocks until all workers have ended.</summary>
    /// <exception cref="InvalidOperationException">The pool is open: they would never end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before they had ended; they run on.</exception>
    void Join(CancellationToken cancel = default);
}
