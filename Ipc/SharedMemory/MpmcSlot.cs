using System.Runtime.InteropServices;

namespace Workbook.Ipc.SharedMemory;

/// <summary>What stands before the message in a slot of a <see cref="SharedMpmcRing"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MpmcSlot
{
    /// <summary>The slot's turn, less its place, so that a region of zeros is a new ring.</summary>
    public long Lap;

    /// <summary>In whose hands the slot is; 0: in nobody's.</summary>
    public ulong Claimant;

    /// <summary>Of the message, in bytes; -1: there is none, the claim was given up.</summary>
    public int Length;

    public static byte* BytesOf(MpmcSlot* slot) => (byte*)slot + sizeof(MpmcSlot);

    /// <summary>From one slot to the next, in bytes: cache lines of its own.</summary>
    public static int StrideOf(int slotSize) => checked(sizeof(MpmcSlot) + slotSize + 63) & ~63;
}
