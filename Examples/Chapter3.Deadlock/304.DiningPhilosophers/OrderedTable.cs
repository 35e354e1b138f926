// The fork with the lower number first. Only the last seat notices: its right fork is number 0.
//
// Why that is enough: whoever waits for a fork holds only forks with lower numbers. Around a circle of waiting philosophers the
// numbers would have to go up all the way and come back to where they began.

using Workbook.Concurrency.Locks;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>Breaks the circular wait: all take their forks in one order.</summary>
/// <param name="forks">As many as seats.</param>
public sealed class OrderedTable(IReadOnlyList<ILock> forks) : ForkTable(forks)
{
    /// <inheritdoc/>
    public override void PickUp(int seat, CancellationToken cancel = default) =>
        Take(Math.Min(Left(seat), Right(seat)), Math.Max(Left(seat), Right(seat)), cancel);
}
