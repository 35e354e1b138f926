using System.Runtime.InteropServices;

namespace Workbook.Ipc.SharedMemory;

/// <summary>What one side of a ring knows, alone in its cache lines (64 bytes; fetched in pairs).</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct RingPosition
{
    /// <summary>Where this side is, in bytes since the ring was made; this side is the only one to move it.</summary>
    [FieldOffset(64)]
    public long Next;

    /// <summary>What this side last saw of the other side's position; never ahead of it.</summary>
    [FieldOffset(72)]
    public long SeenOfOther;

    /// <summary>Where <see cref="Next"/> will be once the claimed, or peeked, message is done with; the same as Next if there is
    /// none.</summary>
    [FieldOffset(80)]
    public long After;

    /// <summary>Where the claimed message begins: behind Next, when the end of the ring had to be skipped.</summary>
    [FieldOffset(88)]
    public long Start;
}
