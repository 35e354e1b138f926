namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Lets a fixed number of parties take turns: 0, 1, ... up to the last, and 0 again.</summary>
public sealed class TurnTaking : ITurns
{
    private int _turn; // the party whose turn it is

    /// <param name="parties">How many there are, at least 1; party 0 begins.</param>
    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
    }

    /// <summary>How many take turns: 0 to Parties - 1.</summary>
    public int Parties { get; }

    /// <summary>Blocks until it is <paramref name="party"/>'s turn; returns at once if it is already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such party.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it was its turn.</exception>
    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        // TODO: if it is another's turn, sleep until it is this party's. For now it goes on at once.
    }

    /// <summary>Ends the turn of <paramref name="party"/>: it is the next one's, and after the last one party 0's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such party.</exception>
    /// <exception cref="InvalidOperationException">It is not its turn; nothing has changed.</exception>
    public void Pass(int party)
    {
        Require(party);
        // TODO: another thread may come in between these lines; and who wakes the one whose turn it is now?
        if (_turn != party) throw new InvalidOperationException($"Party {party} passes the turn of party {_turn}.");
        _turn = (_turn + 1) % Parties;
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
