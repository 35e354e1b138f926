namespace Workbook.Ipc.Pools;

/// <summary>Jobs that wait for a worker, first come first served; those that come back from a worker are first again.</summary>
/// <remarks>Guarded by the pool's monitor.</remarks>
internal sealed class JobLine
{
    private PoolJob? _first, _last;

    public int Count { get; private set; }

    public void Add(PoolJob job)
    {
        if (_last is null) _first = job;
        else _last.Next = job;
        _last = job;
        Count++;
    }

    public void AddFirst(PoolJob job)
    {
        job.Next = _first;
        _first = job;
        _last ??= job;
        Count++;
    }

    public PoolJob? Peek() => _first;

    public void Remove()
    {
        var job = _first!;
        _first = job.Next;
        job.Next = null;
        if (_first is null) _last = null;
        Count--;
    }

    /// <summary>Takes out all.</summary>
    public List<PoolJob> RemoveAll()
    {
        var all = new List<PoolJob>(Count);
        for (; _first is not null; Remove()) all.Add(_first);
        return all;
    }
}
