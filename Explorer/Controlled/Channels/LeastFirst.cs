namespace Workbook.Explorer.Controlled.Channels;

/// <summary>Items of which the least is read first; of equal ones the first that came.</summary>
internal sealed class LeastFirst<T>(IComparer<T> comparer) : ChannelItems<T>
{
    private readonly List<T> _items = [];
    private int _version;

    public override int Count => _items.Count;

    public override T First => _items[Least()];

    public override void Add(T item)
    {
        _items.Add(item);
        _version++;
    }

    public override T TakeFirst() => Take(Least());

    public override T TakeLast() => Take(_items.Count - 1);

    private T Take(int index)
    {
        var item = _items[index];
        _items.RemoveAt(index);
        _version++;
        return item;
    }

    // The comparer may be the program's, with steps of its own in which others come here; then once more.
    private int Least()
    {
        while (true)
        {
            var (version, least) = (_version, 0);
            for (var i = 1; i < _items.Count; i++)
            {
                if (comparer.Compare(_items[i], _items[least]) < 0) least = i;
            }
            if (_version == version) return least;
        }
    }
}
