using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Whether an object was disposed of: a plain field, to the race detector too, so that disposing of what is in use is found.</summary>
/// <param name="owner">The object; its class is named in what is found.</param>
internal sealed class Disposal(object owner)
{
    private readonly int _field = FieldMap.NumberOf($"{owner.GetType().FullName}.disposed", $"{owner.GetType().Name}.disposed");
    private bool _isDisposed;

    /// <exception cref="ObjectDisposedException">It was.</exception>
    public void ThrowIfDisposed()
    {
        if (Execution.Current is not null) Marks.Read(owner, _field, Execution.Self.Site);
        ObjectDisposedException.ThrowIf(_isDisposed, owner);
    }

    /// <summary>It is disposed of from now on.</summary>
    /// <returns>False: it was before.</returns>
    public bool Dispose()
    {
        if (Execution.Current is not null) Marks.Write(owner, _field, Execution.Self.Site);
        if (_isDisposed) return false;
        return _isDisposed = true;
    }
}
