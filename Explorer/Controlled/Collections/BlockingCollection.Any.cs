using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Collections;

public partial class BlockingCollection<T>
{
    private const int Most = 63; // handles that the platform waits for at once, one of them for the token

    /// <summary>Adds the item to any of them, waiting for room in one.</summary>
    /// <returns>To which.</returns>
    /// <exception cref="ArgumentException">One of them is null, or adding to it was ended; or there are none.</exception>
    public static int AddToAny(BlockingCollection<T>[] collections, T item) =>
        AddToAny(collections, item, CancellationToken.None);

    /// <inheritdoc cref="AddToAny(BlockingCollection{T}[], T)"/>
    public static int AddToAny(BlockingCollection<T>[] collections, T item, CancellationToken cancellationToken) =>
        TryAddToAny(collections, item, -1, cancellationToken);

    /// <summary>Adds the item to the first of them that has room; -1: none has.</summary>
    public static int TryAddToAny(BlockingCollection<T>[] collections, T item) =>
        TryAddToAny(collections, item, 0, CancellationToken.None);

    /// <summary>Adds the item to any of them, if one has room within that time; -1: none has.</summary>
    public static int TryAddToAny(BlockingCollection<T>[] collections, T item, TimeSpan timeout) =>
        TryAddToAny(collections, item, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Adds the item to any of them, if one has room within that time; -1: none has.</summary>
    public static int TryAddToAny(BlockingCollection<T>[] collections, T item, int millisecondsTimeout) =>
        TryAddToAny(collections, item, millisecondsTimeout, CancellationToken.None);

    /// <summary>Adds the item to any of them, if one has room within that time; -1: none has.</summary>
    /// <inheritdoc cref="AddToAny(BlockingCollection{T}[], T)"/>
    public static int TryAddToAny(BlockingCollection<T>[] collections, T item, int millisecondsTimeout,
        CancellationToken cancellationToken)
    {
        var limit = new Limit(Milliseconds.Checked(millisecondsTimeout), cancellationToken);
        var which = BeginAny(collections, adds: true, limit);
        if (which == BlockingWait.Over) throw Closed();
        if (which >= 0) collections[which].Put(item);
        return which;
    }

    /// <summary>Takes an item from any of them, waiting for one.</summary>
    /// <returns>From which.</returns>
    /// <exception cref="ArgumentException">All are completed; or one is null, or there are none.</exception>
    public static int TakeFromAny(BlockingCollection<T>[] collections, out T? item) =>
        TakeFromAny(collections, out item, CancellationToken.None);

    /// <inheritdoc cref="TakeFromAny(BlockingCollection{T}[], out T)"/>
    public static int TakeFromAny(BlockingCollection<T>[] collections, out T? item, CancellationToken cancellationToken)
    {
        var which = TryTakeFromAny(collections, out item, -1, cancellationToken);
        return which >= 0 ? which
            : throw new ArgumentException("All of them are completed: there will be nothing to take.", nameof(collections));
    }

    /// <summary>Takes an item from the first of them that has one; -1: none has.</summary>
    public static int TryTakeFromAny(BlockingCollection<T>[] collections, out T? item) =>
        TryTakeFromAny(collections, out item, 0, CancellationToken.None);

    /// <summary>Takes an item from any of them, if one has one within that time; -1: none has.</summary>
    public static int TryTakeFromAny(BlockingCollection<T>[] collections, out T? item, TimeSpan timeout) =>
        TryTakeFromAny(collections, out item, Milliseconds.Of(timeout), CancellationToken.None);

    /// <summary>Takes an item from any of them, if one has one within that time; -1: none has.</summary>
    public static int TryTakeFromAny(BlockingCollection<T>[] collections, out T? item, int millisecondsTimeout) =>
        TryTakeFromAny(collections, out item, millisecondsTimeout, CancellationToken.None);

    /// <summary>Takes an item from any of them, if one has one within that time; -1: none has, or all are completed.</summary>
    public static int TryTakeFromAny(BlockingCollection<T>[] collections, out T? item, int millisecondsTimeout,
        CancellationToken cancellationToken)
    {
        var limit = new Limit(Milliseconds.Checked(millisecondsTimeout), cancellationToken);
        item = default;
        var which = BeginAny(collections, adds: false, limit);
        if (which < 0) return -1;
        collections[which].Get(out item);
        return which;
    }

    private static int BeginAny(BlockingCollection<T>[] collections, bool adds, Limit limit)
    {
        ArgumentNullException.ThrowIfNull(collections);
        if (collections.Length == 0) throw new ArgumentException("There are none.", nameof(collections));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(collections.Length, Most, nameof(collections));
        if (Array.Exists(collections, one => one is null))
            throw new ArgumentException("One of them is null.", nameof(collections));
        foreach (var one in collections)
        {
            if (one._state.IsDisposed) throw new ObjectDisposedException(nameof(collections));
        }
        if (adds)
        {
            foreach (var one in collections)
            {
                one._state.Look();
                if (one._state.IsAddingCompleted) throw Closed();
            }
        }
        var wait = new BlockingWait([.. collections.Select(one => one._state)], adds);
        var atOnce = wait.Wait(new Limit(0)); // as the platform's: even if the token is cancelled
        return atOnce != BlockingWait.TimeIsUp || (!limit.MayWait && !limit.Token.CanBeCanceled) ? atOnce : wait.Wait(limit);
    }

    private static ArgumentException Closed() =>
        new("To one of them nothing may be added any more: CompleteAdding was called.", "collections");
}
