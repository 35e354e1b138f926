using System.Diagnostics;
using Workbook.Concurrency.Semaphores;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>A semaphore for each party: the permit is the turn. It has no owner, so anybody may hand it on.</summary>
/// <param name="parties">How many there are, at least 1.</param>
[DebuggerDisplay("{_turns.Length} parties")] // takes no lock
public sealed class SemaphoreTurns(int parties) : ITurns
{
    // One permit in all, either free in one of these or in the hands of the party whose turn it is.
    private readonly FifoSemaphore[] _turns =
        [.. Enumerable.Range(0, parties).Select(party => new FifoSemaphore(initial: party == 0 ? 1 : 0, maximum: 1))];

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default) => _turns[party].Acquire(cancel);

    /// <inheritdoc/>
    public void Pass(int party) => _turns[(party + 1) % parties].Release();
}
