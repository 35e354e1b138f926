namespace Workbook.Ipc.SharedMemory;

/// <summary>A slot of a <see cref="SharedMpmcRing"/> in the hands of a producer. For the thread that claimed it.</summary>
/// <remarks>Every member throws <see cref="InvalidOperationException"/> when nothing was claimed, that is, after a TryClaim that
/// returned false.</remarks>
public readonly unsafe ref struct SlotClaim
{
    private readonly SharedMpmcRing? _ring;
    private readonly MpmcSlot* _slot;
    private readonly long _position;
    private readonly ulong _claimant;

    internal SlotClaim(SharedMpmcRing ring, MpmcSlot* slot, long position, ulong claimant)
    {
        _ring = ring;
        _slot = slot;
        _position = position;
        _claimant = claimant;
    }

    private SharedMpmcRing Ring =>
        _ring ?? throw new InvalidOperationException("Nothing was claimed: look at what TryClaim returned.");

    /// <summary>The whole slot; it holds what was there before. Not to be used after the commit.</summary>
    public Span<byte> Bytes => new(MpmcSlot.BytesOf(_slot), Ring.SlotSize);

    /// <summary>Gives the first <paramref name="length"/> bytes to the consumers.</summary>
    /// <exception cref="InvalidOperationException">That was done, or the claim given up, before.</exception>
    public void Commit(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Ring.SlotSize);
        Ring.Commit(_slot, _position, _claimant, length);
    }

    /// <summary>Gives the claim up: the consumers pass over the slot.</summary>
    /// <exception cref="InvalidOperationException">It was committed or given up before.</exception>
    public void Abandon() => Ring.Commit(_slot, _position, _claimant, -1);
}
