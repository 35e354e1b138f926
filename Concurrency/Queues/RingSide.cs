using System.Runtime.InteropServices;

namespace Workbook.Concurrency.Queues;

/// <summary>What one side of a ring writes, alone in its cache lines.</summary>
/// <remarks>Two fields that different cores write must not lie in one line (64 bytes; fetched in pairs): each write would take the
/// line away from the other core, although neither reads what the other wrote. Exercise 109 shows what that costs.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct RingSide
{
    /// <summary>The position of the next put or take. Positions only grow: 2^63 items take centuries.</summary>
    [FieldOffset(64)]
    public long Next;

    /// <summary>What this side last saw of the other side's <see cref="Next"/>; never ahead of it.</summary>
    [FieldOffset(72)]
    public long SeenOfOther;
}
