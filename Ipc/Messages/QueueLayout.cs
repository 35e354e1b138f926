// The region of a queue, in lines of 64 bytes, so that what one side writes often lies in no line that the other reads often:
//
//        0   what it is      mark, capacity, closed, bytes of the ring, namespace of pids
//       64   producers' end  mutex | tail | head as last seen          written by whoever holds that mutex
//      128   consumers' end  mutex | head | tail as last seen          written by whoever holds that mutex
//      192   sleepers        consumers: waiting for a message
//      256                   producers: waiting for room
//      320   tasks           how many are done | who waits for all of them
//      384   the ring
//
// All of it is zero in a new queue but the first line.

using System.Numerics;
using System.Runtime.InteropServices;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Messages;

/// <summary>Where what stands in the region of a <see cref="ByteQueue"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct QueueLayout
{
    public const int Size = 384;
    public const int SmallestRing = 64, LargestRing = 1 << 30; // in bytes
    public const uint Expected = 0x31_51_42_57; // "WBQ1": another layout gets another number

    [FieldOffset(0)] public uint Mark;
    [FieldOffset(4)] public int Capacity;
    [FieldOffset(8)] public int Closed; // 0 -> 1 once, under the producers' mutex
    [FieldOffset(16)] public long RingSize;
    [FieldOffset(24)] public ulong Namespace; // of the pids of its users: see ThreadMark

    [FieldOffset(64)] public fixed byte PutMutex[32];
    [FieldOffset(96)] public ulong Tail;
    [FieldOffset(104)] public ulong HeadSeen;

    [FieldOffset(128)] public fixed byte TakeMutex[32];
    [FieldOffset(160)] public ulong Head;
    [FieldOffset(168)] public ulong TailSeen;

    [FieldOffset(192)] public fixed byte MessageCame[64];
    [FieldOffset(256)] public fixed byte RoomCame[64];

    [FieldOffset(320)] public uint TasksDone;
    [FieldOffset(328)] public fixed byte AllDone[56];

    /// <summary>What the region of a new queue begins with.</summary>
    public static byte[] Beginning(int capacity, long ringSize)
    {
        var layout = new QueueLayout
        {
            Mark = Expected,
            Capacity = capacity,
            RingSize = ringSize,
            Namespace = ThreadMark.Namespace,
        };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<QueueLayout>(in layout)).ToArray();
    }

    /// <summary>Looks whether a region holds a queue that this process can use.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static void Check(SharedRegion region)
    {
        var layout = (QueueLayout*)region.Pointer;
        if (region.Size <= Size || layout->Mark != Expected || layout->Capacity < 1
            || layout->RingSize is < SmallestRing or > LargestRing || !BitOperations.IsPow2(layout->RingSize)
            || region.Size < Size + layout->RingSize)
            throw new InvalidDataException($"'{region.Name}' is not a queue, or one of another version of this library.");
        if (layout->Namespace != ThreadMark.Namespace)
            throw new InvalidDataException(
                $"'{region.Name}' was made in another pid namespace, where threads have other ids: "
                + "its users must share one (docker run --pid).");
    }
}
