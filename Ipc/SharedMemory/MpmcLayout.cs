using System.Runtime.InteropServices;

namespace Workbook.Ipc.SharedMemory;

/// <summary>The beginning of the region of a <see cref="SharedMpmcRing"/>; the slots lie behind it. What different sides write is
/// 128 bytes apart, for cache lines (64 bytes) are fetched in pairs.</summary>
[StructLayout(LayoutKind.Explicit, Size = 640)]
internal struct MpmcLayout
{
    /// <summary>In <see cref="Tail"/>: nothing can be claimed any more.</summary>
    public const long Closed = long.MinValue;

    /// <summary>In slots; a power of two.</summary>
    [FieldOffset(0)]
    public long Capacity;

    /// <summary>In bytes.</summary>
    [FieldOffset(8)]
    public int SlotSize;

    [FieldOffset(64)]
    public long Skipped;

    [FieldOffset(72)]
    public long Lost;

    /// <summary>The first position that nobody has claimed, and perhaps <see cref="Closed"/>.</summary>
    [FieldOffset(128)]
    public long Tail;

    /// <summary>The first position whose message nobody has taken.</summary>
    [FieldOffset(256)]
    public long Head;

    [FieldOffset(384)]
    public uint ConsumerSleep;

    [FieldOffset(512)]
    public uint ProducerSleep;
}
