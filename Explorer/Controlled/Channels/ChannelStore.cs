// What a channel holds, and who waits at it. A step changes it; what others have to be told because of that is put on a list
// (after), and told when the step is over.
//
//      _items      what was written and not read            _reads     ReadAsync, each to get an item of its own
//      IsClosed    set once Complete was called             _writes    WriteAsync, each with its item
//                                                           _waitsToRead, _waitsToWrite   told that it may be worth a try
//
//   I1  Reads wait only while there is no item, writes only while there is no room, and nobody once it is closed.
//   I2  There are no more items than its capacity. A channel without capacity has none: a write waits for a read.
//   I3  It is finished once it is closed and empty.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>The items of a channel, and what waits at it. All of it is called within a step on the channel.</summary>
/// <param name="items">What it begins with: none, in whatever order it gives them.</param>
/// <param name="rules">What it was made with.</param>
/// <param name="finish">Done after the step with which it is finished.</param>
[DebuggerStepThrough]
internal sealed class ChannelStore<T>(ChannelItems<T> items, ChannelRules<T> rules, Action finish)
{
    // What somebody would have to do, to whom it is told that nobody does.
    private const string Written = "writes to the Channel, or completes its writer", Read = "reads from the Channel";

    private readonly ChannelItems<T> _items = items;
    private readonly LinkedList<ChannelWait<T>> _reads = [];
    private readonly LinkedList<(ChannelWait<bool> Wait, T Item)> _writes = [];
    private readonly LinkedList<ChannelWait<bool>> _waitsToRead = [], _waitsToWrite = [];

    public int Count => _items.Count;

    public bool IsClosed { get; private set; }

    /// <summary>With what it was closed; null: with no error, or not yet.</summary>
    public Exception? Error { get; private set; }

    /// <summary>What is thrown where an item or room is wanted of it, once it is closed.</summary>
    public Exception Closed => Error switch
    {
        null => new ChannelClosedException(),
        OperationCanceledException => Error,
        _ => new ChannelClosedException(Error),
    };

    /// <summary>Whether a read would find something.</summary>
    public bool HasSome => _items.Count > 0 || _writes.Count > 0;

    /// <summary>Whether a write would find room, or a read that waits.</summary>
    public bool HasRoom => rules.HandsOver ? _reads.Count > 0 : rules.Capacity < 0 || _items.Count < rules.Capacity;

    /// <summary>The next item, if there is one, which stays.</summary>
    public bool Peek([MaybeNullWhen(false)] out T item)
    {
        if (!rules.HandsOver || _writes.First is not { } write) return _items.TryPeek(out item);
        item = write.Value.Item;
        return true;
    }

    /// <summary>The next item, if there is one, which is taken out.</summary>
    public bool Take([MaybeNullWhen(false)] out T item, List<Action> after)
    {
        var write = _writes.First?.Value;
        if (!_items.TryTakeFirst(out item))
        {
            if (write is null) return false;
            item = write.Value.Item; // I1, I2: it has no capacity
        }
        if (write is { Wait: var wait, Item: var next })
        {
            _writes.RemoveFirst();
            if (!rules.HandsOver) _items.Add(next);
            after.Add(() => wait.Complete(true));
        }
        else if (!IsClosed) Tell(_waitsToWrite, after);
        else if (_items.Count == 0) after.Add(finish); // I3
        AssertInvariants();
        return true;
    }

    /// <summary>The item goes in, or to a read that waits, or is dropped.</summary>
    /// <param name="item">The item.</param>
    /// <param name="after">What is to be done after the step.</param>
    /// <param name="isChanged">Whether anything is as it was not before.</param>
    /// <returns>False: there is no room, or it is closed.</returns>
    public bool Put(T item, List<Action> after, out bool isChanged)
    {
        isChanged = false;
        if (IsClosed) return false;
        if (_reads.First is { Value: var read })
        {
            _reads.RemoveFirst();
            after.Add(() => read.Complete(item));
            return isChanged = true;
        }
        if (rules.Capacity >= 0 && _items.Count >= rules.Capacity)
        {
            if (!rules.Drops) return false;
            if (rules.HandsOver || rules.FullMode == BoundedChannelFullMode.DropWrite)
            {
                Drop(item, after);
                return true;
            }
            if (rules.FullMode == BoundedChannelFullMode.DropNewest ? _items.TryTakeLast(out var other)
                : _items.TryTakeFirst(out other)) Drop(other, after);
        }
        _items.Add(item);
        Tell(_waitsToRead, after);
        AssertInvariants();
        return isChanged = true;
    }

    public void Drop(T item, List<Action> after)
    {
        if (rules.ItemDropped is { } dropped) after.Add(() => dropped(item));
    }

    /// <summary>Takes no more items, and nobody waits any longer.</summary>
    public void Close(Exception? error, List<Action> after)
    {
        (IsClosed, Error) = (true, error);
        if (_items.Count == 0) after.Add(finish); // I3
        var closed = Closed;
        foreach (var read in Emptied(_reads)) after.Add(() => read.Fail(closed));
        foreach (var (write, _) in Emptied(_writes)) after.Add(() => write.Fail(closed));
        foreach (var wait in Emptied(_waitsToRead).Concat(Emptied(_waitsToWrite)))
            after.Add(error is null ? () => wait.Complete(false) : () => wait.Fail(error));
        AssertInvariants();
    }

    /// <summary>A read that found nothing.</summary>
    public ChannelWait<T> AddRead(List<Action> after)
    {
        if (rules.HasOneReader) Replace(_reads, after);
        var wait = Add(_reads, new("a ReadAsync of a Channel", rules.IsSynchronous, Written));
        if (rules.HandsOver) Tell(_waitsToWrite, after);
        return wait;
    }

    /// <summary>A write that found no room.</summary>
    public ChannelWait<bool> AddWrite(T item, List<Action> after)
    {
        var wait = new ChannelWait<bool>("a WriteAsync to a Channel", isSynchronous: false, Read);
        _writes.AddLast((wait, item));
        if (rules.HandsOver) Tell(_waitsToRead, after);
        AssertInvariants();
        return wait;
    }

    public ChannelWait<bool> AddWaitToRead(List<Action> after)
    {
        if (rules.HasOneReader) Replace(_waitsToRead, after);
        return Add(_waitsToRead, new("a WaitToReadAsync of a Channel", rules.IsSynchronous, Written));
    }

    public ChannelWait<bool> AddWaitToWrite() =>
        Add(_waitsToWrite, new("a WaitToWriteAsync to a Channel", isSynchronous: false, Read));

    /// <returns>False: it does not wait any more.</returns>
    public bool RemoveRead(ChannelWait<T> read) => _reads.Remove(read);

    /// <returns>False: it does not wait any more.</returns>
    public bool RemoveWrite(ChannelWait<bool> write)
    {
        var node = _writes.First;
        while (node is not null && node.Value.Wait != write) node = node.Next;
        if (node is null) return false;
        _writes.Remove(node);
        return true;
    }

    /// <returns>False: it does not wait any more.</returns>
    public bool RemoveWait(ChannelWait<bool> wait) => _waitsToRead.Remove(wait) || _waitsToWrite.Remove(wait);

    private ChannelWait<TResult> Add<TResult>(LinkedList<ChannelWait<TResult>> list, ChannelWait<TResult> wait)
    {
        list.AddLast(wait);
        AssertInvariants();
        return wait;
    }

    private static void Tell(LinkedList<ChannelWait<bool>> list, List<Action> after)
    {
        foreach (var wait in Emptied(list)) after.Add(() => wait.Complete(true));
    }

    private static void Replace<TResult>(LinkedList<ChannelWait<TResult>> list, List<Action> after)
    {
        foreach (var wait in Emptied(list)) after.Add(wait.Cancel);
    }

    private static List<TItem> Emptied<TItem>(LinkedList<TItem> list)
    {
        var all = list.ToList();
        list.Clear();
        return all;
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_reads.Count == 0 || !HasSome, "I1");
        Debug.Assert(_writes.Count == 0 || rules.HandsOver || _items.Count == rules.Capacity, "I1");
        Debug.Assert(!IsClosed || _reads.Count + _writes.Count + _waitsToRead.Count + _waitsToWrite.Count == 0, "I1");
        Debug.Assert(rules.Capacity < 0 || _items.Count <= rules.Capacity, "I2");
    }
}
