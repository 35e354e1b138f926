using System.Diagnostics;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Turns with an event for each party. It unsets itself when it lets a thread pass, and remembers a set that comes
/// before the wait.</summary>
/// <param name="parties">How many there are, at least 1.</param>
[DebuggerDisplay("{_turns.Length} parties")] // takes no lock
public sealed class EventTurns(int parties) : ITurns
{
    private readonly AutoEvent[] _turns = [.. Enumerable.Range(0, parties).Select(party => new AutoEvent(set: party == 0))];

    /// <inheritdoc/>
    public void Await(int party, CancellationToken cancel = default) => _turns[party].Wait(cancel);

    /// <inheritdoc/>
    public void Pass(int party) => _turns[(party + 1) % parties].Set();
}
