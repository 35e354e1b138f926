// Bytes from one process to another through memory that both have mapped:
//
//      0            64           128                        192
//      | head       | tail       | reader sleeps, writer sleeps | data ...                     |
//      | reader's   | writer's   |                          |   a b c d . . . . . . . . .  |
//                                                               ^ head   ^ tail     (both modulo the capacity)
//
//   I1  head <= tail <= head + capacity; both only grow. Only the reader writes head, only the writer writes tail.
//   I2  Bytes are written before the tail that announces them, and read before the head that gives their place back. So whoever
//       is killed in between has written nothing, or read nothing.
//   I3  Nobody sleeps beside what it waits for: it says so (its word becomes 1), looks again, and only then sleeps while the word
//       is still 1; the other side moves its counter first and looks at the word after that. The full fences between the two
//       steps are partners.
//
// Waking costs a system call, and another 50 us until the other one runs; looking at a word costs nothing. So Write does not
// wake: Announce does, when the writer has nothing more to say.

using System.Diagnostics;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pools;

/// <summary>A stream of bytes in shared memory, for one writer and one reader at a time.</summary>
/// <remarks>Zeroed memory is an empty ring.</remarks>
internal readonly unsafe struct ByteRing(byte* start, int capacity)
{
    private const int Header = 192;

    /// <summary>How many bytes of memory a ring takes; <paramref name="capacity"/> is a power of two.</summary>
    public static int SizeFor(int capacity) => Header + capacity;

    private ref long Head => ref *(long*)start;

    private ref long Tail => ref *(long*)(start + 64);

    private uint* ReaderSleeps => (uint*)(start + 128);

    private uint* WriterSleeps => (uint*)(start + 132);

    public bool IsEmpty => Volatile.Read(ref Tail) == Volatile.Read(ref Head);

    /// <summary>How many bytes can be written now; for the writer, for whom it only grows.</summary>
    public int Room => capacity - (int)(Tail - Volatile.Read(ref Head));

    /// <summary>Writes as many of the bytes as there is room for, and returns how many. Wakes nobody.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, Room);
        var at = (int)(Tail & (capacity - 1));
        var first = Math.Min(count, capacity - at);
        bytes[..first].CopyTo(new Span<byte>(start + Header + at, first));
        bytes[first..count].CopyTo(new Span<byte>(start + Header, count - first));
        Volatile.Write(ref Tail, Tail + count); // I2; the reader's partner is in Read
        Debug.Assert(Room >= 0, "I1");
        return count;
    }

    /// <summary>Wakes the reader, if it sleeps.</summary>
    public void Announce()
    {
        Interlocked.MemoryBarrier(); // I3
        if (Volatile.Read(ref *ReaderSleeps) != 0) WakeReader();
    }

    /// <summary>Reads what is there, up to the length of <paramref name="into"/>, and returns how many bytes that were.</summary>
    public int Read(Span<byte> into)
    {
        var count = (int)Math.Min(into.Length, Volatile.Read(ref Tail) - Head);
        if (count == 0) return 0;
        var at = (int)(Head & (capacity - 1));
        var first = Math.Min(count, capacity - at);
        new Span<byte>(start + Header + at, first).CopyTo(into);
        new Span<byte>(start + Header, count - first).CopyTo(into[first..]);
        Volatile.Write(ref Head, Head + count); // I2; the writer's partner is in Room
        Interlocked.MemoryBarrier(); // I3
        if (Volatile.Read(ref *WriterSleeps) != 0) WakeWriter();
        return count;
    }

    /// <summary>The reader says that it is going to sleep; then it looks again at all that it waits for, and calls
    /// <see cref="SleepForData"/> or does not, and <see cref="StayAwake"/> in the end.</summary>
    public void PrepareToSleep()
    {
        Volatile.Write(ref *ReaderSleeps, 1);
        Interlocked.MemoryBarrier(); // I3
    }

    /// <summary>Sleeps until somebody wakes the reader, at most so long.</summary>
    public void SleepForData(TimeSpan atMost) => Libc.WaitOnWord(ReaderSleeps, 1, atMost);

    /// <summary>The reader is awake: from here on nobody needs to wake it.</summary>
    public void StayAwake() => Volatile.Write(ref *ReaderSleeps, 0);

    /// <summary>Wakes the reader for a reason of its own, or none.</summary>
    public void WakeReader()
    {
        Volatile.Write(ref *ReaderSleeps, 0);
        Libc.WakeWord(ReaderSleeps, 1);
    }

    /// <summary>Sleeps until there is room, at most so long.</summary>
    public void SleepForRoom(TimeSpan atMost)
    {
        Volatile.Write(ref *WriterSleeps, 1);
        Interlocked.MemoryBarrier(); // I3
        if (Room == 0) Libc.WaitOnWord(WriterSleeps, 1, atMost);
        Volatile.Write(ref *WriterSleeps, 0);
    }

    private void WakeWriter()
    {
        Volatile.Write(ref *WriterSleeps, 0);
        Libc.WakeWord(WriterSleeps, 1);
    }
}
