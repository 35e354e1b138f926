namespace Workbook.Ipc.Pools;

/// <summary>One call of a function in a worker, or one for each of several items: what is sent, and who hears how it
/// ended.</summary>
internal abstract class PoolJob(PoolMethod method, int count, JobArguments arguments)
{
    private bool _begun; // under the pool's monitor, as is:

    /// <summary>The next one in the line.</summary>
    public PoolJob? Next { get; set; }

    /// <summary>Who has it; null while it waits in line.</summary>
    public PoolWorker? Worker { get; set; }

    /// <summary>Its number with that worker.</summary>
    public long Sequence { get; set; }

    /// <summary>How many workers have died of it, or with it.</summary>
    public int Deaths { get; set; }

    /// <summary>It was cancelled while it waited: not to be sent.</summary>
    public bool IsDropped { get; set; }

    /// <summary>It was cancelled, here or where it runs: not to be begun again.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Its worker was killed to cancel it.</summary>
    public bool IsKilled { get; set; }

    /// <summary>Its number in the pool.</summary>
    public long Number { get; set; }

    /// <summary>What cancels it.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    public PoolMethod Method => method;

    /// <summary>How many times the function is called.</summary>
    public int Count => count;

    /// <summary>The arguments of all calls.</summary>
    public JobArguments Arguments => arguments;

    /// <summary>Nobody sends it any more.</summary>
    public void Release() => arguments.Dispose();

    /// <summary>Whether somebody still wants it; from the first time on it cannot be cancelled by its future.</summary>
    public bool TryBegin() => _begun ? !IsDone : _begun = TryStart();

    /// <summary>Whether its future has ended.</summary>
    public abstract bool IsDone { get; }

    /// <summary>It has run; here is how. Not under the monitor, as it runs callbacks; so:</summary>
    public abstract void Complete(ReadOnlySpan<byte> outcomes);

    /// <summary>It ended without an outcome.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Nobody runs it any more.</summary>
    public abstract void Cancel();

    protected abstract bool TryStart();
}
