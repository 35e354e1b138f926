// How a process comes to have a queue: it makes one, opens one by its name, or gets one as an argument or in a message.
//
// The layout is written before the queue has its name (SharedRegion), so nobody ever meets one that is half made. A process that
// is killed in Create leaves no name, or that of a whole queue without a user, which counts as missing.

using System.Numerics;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Messages;

public sealed unsafe partial class ByteQueue
{
    /// <summary>The bytes of a queue that is made without saying: 1 MiB.</summary>
    public const int DefaultMaxBytes = 1 << 20;

    private const string Kind = "queue";

    /// <summary>Makes a queue that others <see cref="Open"/> by its name.</summary>
    /// <param name="name">Up to 100 letters, digits, '-', '_' and '.'.</param>
    /// <param name="capacity">How many messages it holds at most, at least 1.</param>
    /// <param name="maxBytes">How many bytes, 64 to 1 GiB, rounded up to a power of two, all allocated at once. A message takes 8
    /// more than it has, rounded up to 8; the longest may be a little less than half of this:
    /// <see cref="LongestMessage"/>.</param>
    /// <exception cref="IOException">The name is in use, or there is not that much shared memory.</exception>
    public static ByteQueue Create(string name, int capacity, int maxBytes = DefaultMaxBytes) =>
        Make(capacity, maxBytes, (size, beginning) => SharedRegion.Create(name, size, Kind, beginning));

    /// <summary>Makes a queue without a name: other processes get it as an argument or in a message. It ends for newcomers with
    /// its creator's <see cref="Dispose"/>.</summary>
    /// <inheritdoc cref="Create"/>
    public static ByteQueue CreateAnonymous(int capacity, int maxBytes = DefaultMaxBytes) =>
        Make(capacity, maxBytes, (size, beginning) => SharedRegion.CreateAnonymous(size, Kind, beginning));

    /// <summary>Attaches to a queue that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name, or all who used it have ended.</exception>
    /// <exception cref="InvalidDataException">The file is not a queue of this version of the library, or was made in another pid
    /// namespace (another container).</exception>
    public static ByteQueue Open(string name) => Attach(SharedRegion.Open(name, Kind));

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _region.WriteTicket(handover);

    /// <inheritdoc/>
    public static ByteQueue FromTicket(string ticket, Handover handover) => Attach(SharedRegion.FromTicket(ticket, handover));

    private static ByteQueue Make(int capacity, int maxBytes, Func<long, byte[], SharedRegion> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, QueueLayout.SmallestRing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, QueueLayout.LargestRing);
        var ringSize = (long)BitOperations.RoundUpToPowerOf2((uint)maxBytes);
        return Attach(create(QueueLayout.Size + ringSize, QueueLayout.Beginning(capacity, ringSize)));
    }

    private static ByteQueue Attach(SharedRegion region)
    {
        try
        {
            QueueLayout.Check(region);
            return new ByteQueue(region);
        }
        catch // it is something else, or the platform has no such locks
        {
            region.Dispose();
            throw;
        }
    }
}
