namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: as the work-stealing deque, but the owner claims an item by a write that others may see late. On paper it is
/// right.</summary>
internal sealed class ClaimsWithoutFenceDeque(int count)
{
    private readonly int[] _items = [.. Enumerable.Range(1, count)];
    private int _top, _bottom = count; // by Volatile and Interlocked

    /// <returns>0: it is empty.</returns>
    public int TakeNewest(bool claimsRightly)
    {
        var last = Volatile.Read(ref _bottom) - 1;
        if (claimsRightly) Interlocked.Exchange(ref _bottom, last);
        else Volatile.Write(ref _bottom, last);     // [claim]
        var top = Volatile.Read(ref _top);          // [look]
        if (top < last) return _items[last];
        var won = top == last && Interlocked.CompareExchange(ref _top, last + 1, last) == last;
        Volatile.Write(ref _bottom, last + 1);
        return won ? _items[last] : 0;
    }

    /// <returns>0: it is empty, or another thief was faster.</returns>
    public int Steal()
    {
        var top = Volatile.Read(ref _top);
        Interlocked.MemoryBarrier();
        if (top >= Volatile.Read(ref _bottom)) return 0;
        var item = _items[top];
        return Interlocked.CompareExchange(ref _top, top + 1, top) == top ? item : 0;
    }
}
