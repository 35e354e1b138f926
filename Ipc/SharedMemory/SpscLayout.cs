using System.Runtime.InteropServices;

namespace Workbook.Ipc.SharedMemory;

/// <summary>The beginning of the region of a <see cref="SharedSpscRing"/>; the messages lie behind it. What different sides write
/// is 128 bytes apart, for cache lines (64 bytes) are fetched in pairs.</summary>
[StructLayout(LayoutKind.Explicit, Size = 768)]
internal struct SpscLayout
{
    /// <summary>In bytes; a power of two.</summary>
    [FieldOffset(0)]
    public long Capacity;

    /// <summary>Up to here, in bytes since the ring was made, messages are complete.</summary>
    [FieldOffset(128)]
    public long Tail;

    /// <summary>Up to here messages are done with.</summary>
    [FieldOffset(256)]
    public long Head;

    [FieldOffset(384)]
    public uint ConsumerSleep;

    [FieldOffset(512)]
    public uint ProducerSleep;

    /// <summary>See <see cref="RingRole"/>.</summary>
    [FieldOffset(640)]
    public ulong Producer;

    [FieldOffset(648)]
    public ulong Consumer;
}
