namespace Workbook.Explorer.Controlled.Channels;

/// <summary>Items in the order in which they came.</summary>
internal sealed class Fifo<T> : ChannelItems<T>
{
    private readonly LinkedList<T> _items = [];

    public override int Count => _items.Count;

    public override T First => _items.First!.Value;

    public override void Add(T item) => _items.AddLast(item);

    public override T TakeFirst()
    {
        var item = _items.First!.Value;
        _items.RemoveFirst();
        return item;
    }

    public override T TakeLast()
    {
        var item = _items.Last!.Value;
        _items.RemoveLast();
        return item;
    }
}
