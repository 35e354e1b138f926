namespace Workbook.Ipc.SharedMemory;

/// <summary>A message of a <see cref="SharedMpmcRing"/> in the hands of a consumer. For the thread that got it.</summary>
/// <remarks>Empty, and not to be released, after a TryPeek that returned false.</remarks>
public readonly unsafe ref struct SlotMessage
{
    private readonly SharedMpmcRing? _ring;
    private readonly MpmcSlot* _slot;
    private readonly long _position;
    private readonly ulong _claimant;
    private readonly int _length; // as it was checked; the one in the slot may be overwritten

    internal SlotMessage(SharedMpmcRing ring, MpmcSlot* slot, long position, ulong claimant, int length)
    {
        _ring = ring;
        _slot = slot;
        _position = position;
        _claimant = claimant;
        _length = length;
    }

    /// <summary>The message. Not to be used after the release.</summary>
    public ReadOnlySpan<byte> Bytes => new(MpmcSlot.BytesOf(_slot), _length);

    /// <summary>Gives the slot back to the producers.</summary>
    /// <exception cref="InvalidOperationException">That was done before, or there was no message.</exception>
    public void Release() =>
        (_ring ?? throw new InvalidOperationException("There is no message: look at what TryPeek returned."))
        .Release(_slot, _position, _claimant);
}
