namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: the index that gives an item away is written before the item.</summary>
internal sealed class PublishesFirstRing
{
    private readonly int[] _slots = new int[2];
    private long _put, _taken; // each by one side only; Volatile

    public void Put(int item)
    {
        var position = _put;
        Volatile.Write(ref _put, position + 1);  // [publish]
        _slots[position % _slots.Length] = item; // [item]
    }

    public int? Take()
    {
        if (_taken == Volatile.Read(ref _put)) return null;
        return _slots[_taken++ % _slots.Length];
    }
}
