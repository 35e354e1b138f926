using System.Diagnostics;

namespace Workbook.Concurrency.Events;

/// <summary>A handler while it is registered; disposing of it ends that.</summary>
[DebuggerDisplay("of {_type.Name,nq}, registered: {IsRegistered}")] // takes no lock
internal sealed class Handler<T>(EventType<T> type, Action<T> body) : IDisposable
{
    private readonly EventType<T> _type = type;
    private volatile bool _isGone; // false -> true, in Dispose; the loop's thread reads it in IsRegistered

    public Action<T> Body => body;

    public bool IsRegistered => !_isGone;

    public void Dispose()
    {
        _isGone = true;
        _type.Loop.Remove(_type, this); // each time: a Dispose that was interrupted may be repeated
    }
}
