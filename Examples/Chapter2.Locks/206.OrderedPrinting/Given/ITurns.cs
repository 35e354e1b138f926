namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>A fixed number of parties that take turns: 0, 1, ... up to the last, and 0 again.</summary>
/// <remarks>Each party is one thread, and calls the two in pairs. Its turn lasts from the return of Await to its Pass.</remarks>
public interface ITurns
{
    /// <summary>Blocks until it is this party's turn.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it was.</exception>
    void Await(int party, CancellationToken cancel = default);

    /// <summary>Ends this party's turn: it is the next one's.</summary>
    void Pass(int party);
}
