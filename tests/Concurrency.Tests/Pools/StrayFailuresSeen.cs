using System.Collections.Concurrent;
using Workbook.Concurrency.Pools;

namespace Workbook.Concurrency.Tests.Pools;

/// <summary>Collects what <see cref="StrayFailures"/> reports while it lives; also what other tests cause at the same
/// time.</summary>
internal sealed class StrayFailuresSeen : IDisposable
{
    private readonly ConcurrentQueue<(string Where, Exception Failure)> _seen = new();

    public StrayFailuresSeen() => StrayFailures.Seen += Add;

    public IEnumerable<Exception> All => _seen.Select(entry => entry.Failure);

    /// <summary>Waits until this very exception was reported, and returns where it happened.</summary>
    public string WhereOf(Exception failure)
    {
        Patience.Until(() => All.Contains(failure), "the failure is reported");
        return _seen.Single(entry => entry.Failure == failure).Where;
    }

    public void Dispose() => StrayFailures.Seen -= Add;

    private void Add(string where, Exception failure) => _seen.Enqueue((where, failure));
}
