using System.Diagnostics;

namespace Workbook.Concurrency.Events;

/// <summary>A handler while it is registered; disposing of it ends that.</summary>
[DebuggerDisplay("of {_type.Name,nq}, registered: {IsRegistered}")] // takes no lock
internal sealed class Handler<T>(EventType<T> type, Action<T> body) : IDisposable
{
    private readonly EventType<T> _type = type;
    private int _isGone; // 0 -> 1 once, by Interlocked.Exchange in Dispose; read in IsRegistered

    public Action<T> Body => body;

    public bool IsRegistered => Volatile.Read(ref _isGone) == 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGone, 1) == 0) _type.Loop.Remove(_type, this);
    }
}
