// A region that holds one lock, event, ... and says which:
//
//      0      4        8               16            64
//      +------+--------+---------------+-------------+------------- - -
//      | kind |        | pid namespace |   (empty)   |  Body: the words of the lock, on a cache line of their own
//      +------+--------+---------------+-------------+------------- - -
//
//   I1  The kind is written last, so whoever reads one finds the body complete.
//   I2  While a thread of this process sleeps on a word, the region stays attached: _users counts them, and Dispose refuses.
//
// Only those that sleep are counted. To count the others too would double the price of an uncontended acquire.

using System.Diagnostics;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Synchronization;

/// <summary>The region of one thing in this folder, with a name or without.</summary>
internal sealed unsafe class SharedThing : IDisposable
{
    private const int HeaderSize = 64;
    private const string Extension = "sync"; // one for all kinds, so that a name means one thing

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1); // with a creator that is between its two steps

    private static readonly Handover _noDescriptors = new(); // the ticket of a region is its path

    private readonly SharedRegion _region;
    private int _users; // see I2; int.MinValue once disposed; by Interlocked only

    private SharedThing(SharedRegion region) => _region = region;

    /// <summary>Where the words are.</summary>
    public byte* Body => _region.Pointer + HeaderSize;

    /// <summary>The name that other processes open.</summary>
    public string Name => _region.Name;

    /// <summary>Makes one, all zero; <see cref="Publish"/> lets others open it.</summary>
    /// <param name="name">Null for one that only its ticket leads to.</param>
    /// <param name="size">Of the body, in bytes.</param>
    public static SharedThing Create(string? name, int size)
    {
        var region = name is null
            ? SharedRegion.CreateAnonymous(HeaderSize + size, Extension)
            : SharedRegion.Create(name, HeaderSize + size, Extension);
        return new SharedThing(region);
    }

    /// <summary>Says what it is; the body must be complete.</summary>
    public SharedThing Publish(SharedKind kind)
    {
        *(ulong*)(_region.Pointer + 8) = ThreadMark.Namespace;
        Volatile.Write(ref *(uint*)_region.Pointer, (uint)kind); // I1; partner: the read in Check
        return this;
    }

    public static SharedThing Open(string name, SharedKind kind) => Check(SharedRegion.Open(name, Extension), kind);

    public static SharedThing FromTicket(string ticket, SharedKind kind) =>
        Check(SharedRegion.FromTicket(ticket, _noDescriptors), kind);

    public static string TicketOf(SharedThing? thing) =>
        thing is not null
            ? thing._region.WriteTicket(_noDescriptors)
            : throw new NotSupportedException("It is a part of something else, which can travel in its place.");

    /// <exception cref="InvalidOperationException">A thread of this process still waits in it.</exception>
    public void Dispose()
    {
        var users = Interlocked.CompareExchange(ref _users, int.MinValue, 0);
        if (users > 0)
            throw new InvalidOperationException(
                $"Dispose of '{Name}' while {users} of this process's threads wait in it; cancel and join them first.");
        _region.Dispose();
    }

    /// <summary>Keeps the region attached until the end of the <c>using</c> block.</summary>
    /// <param name="thing">Null: somebody else sees to it.</param>
    public static Stay Enter(SharedThing? thing)
    {
        if (thing is not null && Interlocked.Increment(ref thing._users) < 0)
        {
            Interlocked.Decrement(ref thing._users);
            throw new ObjectDisposedException(thing.Name);
        }
        return new Stay(thing);
    }

    private static SharedThing Check(SharedRegion region, SharedKind kind)
    {
        try
        {
            var found = SharedKind.Unfinished;
            if (!SpinWait.SpinUntil(() => (found = KindOf(region)) != SharedKind.Unfinished, _patience))
                throw new InvalidDataException(
                    $"'{region.Name}' is not finished: process {region.CreatorId}, which makes it, has died or is stopped.");
            if (found != kind) throw new InvalidDataException($"'{region.Name}' is of the kind {found}, not {kind}.");
            if (*(ulong*)(region.Pointer + 8) != ThreadMark.Namespace)
                throw new InvalidDataException(
                    $"'{region.Name}' was made in another pid namespace, where threads have other ids: its users must share " +
                    "one (docker run --pid).");
            return new SharedThing(region);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    private static SharedKind KindOf(SharedRegion region) =>
        region.Size <= HeaderSize
            ? throw new InvalidDataException($"'{region.Name}' is a region of {region.Size} bytes, too small for a lock.")
            : (SharedKind)Volatile.Read(ref *(uint*)region.Pointer);

    /// <summary>See <see cref="Enter"/>.</summary>
    public readonly struct Stay(SharedThing? thing) : IDisposable
    {
        public void Dispose()
        {
            if (thing is null) return;
            var left = Interlocked.Decrement(ref thing._users);
            Debug.Assert(left >= 0, "I2");
        }
    }
}
