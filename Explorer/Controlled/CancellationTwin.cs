using Platform = System.Threading.CancellationTokenSource;

namespace Workbook.Explorer.Controlled;

/// <summary>The platform's source that gives out the tokens of a controlled one: see <see cref="CancellationTokenSource"/>.
/// </summary>
internal sealed class CancellationTwin : Platform
{
    private bool _isDisposed;

    public CancellationTwin(CancellationTokenSource owner) => Owner = owner;

    public CancellationTokenSource Owner { get; }

    /// <summary>Cancels it, unless it is disposed of.</summary>
    public void TryCancel()
    {
        if (!_isDisposed) Cancel();
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }
}
