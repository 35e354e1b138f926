using Workbook.Ipc.Messages;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Ipc.Tests.Messages;

/// <summary>What the children of the tests of queues do, up to the point where they are killed.</summary>
internal static class MessageCrashes
{
    public static void Claims(ByteQueue queue, MessageQueue<string> reports)
    {
        queue.Claim(100);
        WaitToBeKilled("claimed", reports);
    }

    public static void WritesHalf(ByteQueue queue, MessageQueue<string> reports)
    {
        var claim = queue.Claim(100);
        claim.Bytes[..50].Fill(0xEE);
        WaitToBeKilled("wrote half", reports);
    }

    public static void Publishes(ByteQueue queue, MessageQueue<string> reports)
    {
        PublishWithoutWaking(queue, 7);
        WaitToBeKilled("published", reports);
    }

    public static void Holds(ByteQueue queue, MessageQueue<string> reports)
    {
        queue.Hold(out _);
        WaitToBeKilled("holds", reports);
    }

    public static void WaitsInTake(ByteQueue queue) => queue.Take(new byte[100], out _);

    public static void WaitsInPut(ByteQueue queue) => queue.Put([0xBA, 0xD0]);

    /// <summary>Numbers without an end, each repeated over a message of a length that depends on it.</summary>
    public static void PutsForEver(ByteQueue queue)
    {
        for (var number = 0; ; number++)
        {
            using var claim = queue.Claim(4 * LengthOf(number));
            for (var i = 0; i < LengthOf(number); i++) BitConverter.TryWriteBytes(claim.Bytes[(4 * i)..], number);
            claim.Commit();
        }
    }

    public static int LengthOf(int number) => 1 + (number % 17);

    /// <summary>Takes first, then notes what it has taken.</summary>
    public static void TakesForEver(MessageQueue<int> queue, SharedRegion note)
    {
        while (queue.Take(out var number)) Volatile.Write(ref note.ValueAt<int>(0), number);
    }

    /// <summary>Notes what it holds, then removes it.</summary>
    public static void HoldsForEver(ByteQueue queue, SharedRegion note)
    {
        while (queue.Hold(out var message))
        {
            Volatile.Write(ref note.ValueAt<int>(0), BitConverter.ToInt32(message.Bytes));
            message.Remove();
        }
    }

    /// <summary>The steps of Put up to the publication; not the release of the mutex, nor the wake-up.</summary>
    public static unsafe void PublishWithoutWaking(ByteQueue queue, byte message)
    {
        Assert.True(queue.Puts.Acquire(default, CancellationToken.None));
        var ring = new MessageRing((byte*)queue.Layout + QueueLayout.Size, queue.Layout->RingSize, queue.Layout->Capacity);
        Assert.True(ring.HasRoom(queue.Takes.Published, queue.Puts.Mark, 1, out var place, out var behind));
        ring.Begin(queue.Puts.Mark, place, 1)[0] = message;
        queue.Puts.Publish(behind);
    }

    private static void WaitToBeKilled(string report, MessageQueue<string> reports)
    {
        reports.Put(report);
        Thread.Sleep(Timeout.Infinite);
    }
}
