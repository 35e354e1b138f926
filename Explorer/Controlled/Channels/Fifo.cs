using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>Items in the order in which they came.</summary>
internal sealed class Fifo<T> : ChannelItems<T>
{
    private readonly LinkedList<T> _items = [];

    public override int Count => _items.Count;

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        item = _items.First is { } first ? first.Value : default;
        return _items.First is not null;
    }

    public override void Add(T item) => _items.AddLast(item);

    public override bool TryTakeFirst([MaybeNullWhen(false)] out T item) => TryTake(_items.First, out item);

    public override bool TryTakeLast([MaybeNullWhen(false)] out T item) => TryTake(_items.Last, out item);

    private bool TryTake(LinkedListNode<T>? node, [MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (node is null) return false;
        item = node.Value;
        _items.Remove(node);
        return true;
    }
}
