using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>Items of which the least is read first; of equal ones the first that came.</summary>
internal sealed class LeastFirst<T>(IComparer<T> comparer) : ChannelItems<T>
{
    private readonly List<T> _items = [];
    private int _version;

    public override int Count => _items.Count;

    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        var least = Least();
        item = least < 0 ? default : _items[least];
        return least >= 0;
    }

    public override void Add(T item)
    {
        _items.Add(item);
        _version++;
    }

    public override bool TryTakeFirst([MaybeNullWhen(false)] out T item) => TryTake(Least(), out item);

    public override bool TryTakeLast([MaybeNullWhen(false)] out T item) => TryTake(_items.Count - 1, out item);

    private bool TryTake(int index, [MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (index < 0) return false;
        item = _items[index];
        _items.RemoveAt(index);
        _version++;
        return true;
    }

    // Where the least is; -1: there is none. The comparer may be the program's, with steps of its own, in which others come here.
    private int Least() => State.Found(() =>
    {
        var least = _items.Count > 0 ? 0 : -1;
        for (var i = 1; i < _items.Count; i++)
        {
            if (comparer.Compare(_items[i], _items[least]) < 0) least = i;
        }
        return least;
    }, () => _version);
}
