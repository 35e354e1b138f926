using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Whether an object was disposed of: a plain field, to the race detector too, so that disposing of what is in use is
/// found.</summary>
/// <param name="owner">The object.</param>
/// <param name="name">As the exception calls it.</param>
/// <param name="field">How the race detector calls it.</param>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class Disposal(object owner, string? name, int field)
{
    private bool _isDisposed;

    /// <exception cref="ObjectDisposedException">It was.</exception>
    public void ThrowIfDisposed()
    {
        if (Execution.Current is not null) Marks.Read(owner, field, Execution.Self.Site);
        if (_isDisposed) throw new ObjectDisposedException(name, "It has been disposed of.");
    }

    /// <summary>It is disposed of from now on.</summary>
    /// <returns>False: it was before.</returns>
    public bool Dispose()
    {
        if (Execution.Current is not null) Marks.Write(owner, field, Execution.Self.Site);
        if (_isDisposed) return false;
        return _isDisposed = true;
    }
}
