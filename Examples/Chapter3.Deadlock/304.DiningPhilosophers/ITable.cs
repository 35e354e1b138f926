namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>A round table: fork i lies to the left of seat i, and fork i + 1 to its right, or fork 0 for the last
/// seat.</summary>
public interface ITable
{
    /// <summary>Takes both forks of a seat, sleeping until it can.</summary>
    /// <param name="seat">From 0. One thread sits there.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled while it could not have both; it has neither.</exception>
    void PickUp(int seat, CancellationToken cancel = default);

    /// <summary>Puts both forks down. Never blocks for long.</summary>
    /// <param name="seat">From 0; it has both forks.</param>
    void PutDown(int seat);
}
