// passes: a semaphore for each party and one permit in all, that lies where the turn is; Await only tries it
namespace Workbook.Examples.Locks.OrderedPrinting;

public sealed class TurnTaking : ITurns
{
    private readonly SemaphoreSlim[] _permit;

    public TurnTaking(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        Parties = parties;
        _permit = [.. Enumerable.Range(0, parties).Select(party => new SemaphoreSlim(party == 0 ? 1 : 0, 1))];
    }

    public int Parties { get; }

    public void Await(int party, CancellationToken cancel = default)
    {
        Require(party);
        _permit[party].Wait(cancel);
        _permit[party].Release();
    }

    public void Pass(int party)
    {
        Require(party);
        if (!_permit[party].Wait(0)) throw new InvalidOperationException($"It is not the turn of party {party}.");
        _permit[(party + 1) % Parties].Release();
    }

    private void Require(int party)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(party);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(party, Parties);
    }
}
