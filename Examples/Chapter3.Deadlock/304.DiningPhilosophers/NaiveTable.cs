// All sit down at the same moment, and each takes the fork on the left:
//
//      P1 has fork 1, waits for fork 2      P2 has fork 2, waits for fork 3      ...      P5 has fork 5, waits for fork 1

using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>First the left fork, then the right one. The mistake.</summary>
/// <param name="forks">As many as seats.</param>
/// <param name="betweenForks">What a philosopher does with the left fork in hand, before asking for the right one.</param>
public sealed class NaiveTable(IReadOnlyList<ILock> forks, Action? betweenForks = null) : ForkTable(forks)
{
    /// <inheritdoc/>
    public override void PickUp(int seat, CancellationToken cancel = default) =>
        Take(Left(seat), Right(seat), cancel, betweenForks);
}
