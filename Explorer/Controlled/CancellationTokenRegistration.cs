using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.CancellationTokenRegistration;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.CancellationTokenRegistration"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public readonly struct CancellationTokenRegistration : IEquatable<CancellationTokenRegistration>, IDisposable, IAsyncDisposable
{
    private readonly Callback? _callback; // null: of the platform, or of nothing
    private readonly Platform _platform;

    internal CancellationTokenRegistration(Callback callback) => _callback = callback;

    internal CancellationTokenRegistration(Platform platform) => _platform = platform;

    /// <summary>The token that it was registered with; of a registration that was too late, none.</summary>
    public CancellationToken Token => _callback is null ? _platform.Token : _callback.List.Token;

    /// <summary>Whether the two are one registration.</summary>
    public static bool operator ==(CancellationTokenRegistration left, CancellationTokenRegistration right) => left.Equals(right);

    /// <summary>Whether the two are not one registration.</summary>
    public static bool operator !=(CancellationTokenRegistration left, CancellationTokenRegistration right) =>
        !left.Equals(right);

    /// <summary>Has it forgotten, and waits for its end if another thread is calling it.</summary>
    public void Dispose()
    {
        if (_callback is null) _platform.Dispose();
        else if (!_callback.List.Remove(_callback)) _callback.AwaitEnd();
    }

    /// <summary>Has it forgotten.</summary>
    /// <returns>Completed when no other thread is calling it any more.</returns>
    public ValueTask DisposeAsync()
    {
        if (_callback is null) return _platform.DisposeAsync();
        if (_callback.List.Remove(_callback) || !_callback.MustWait) return default;
        return new ValueTask(TaskStarts.Run(_callback.AwaitEnd));
    }

    /// <summary>Has it forgotten, and does not wait.</summary>
    /// <returns>False: it was forgotten before, or called, or is being called.</returns>
    public bool Unregister() => _callback is null ? _platform.Unregister() : _callback.List.Remove(_callback);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CancellationTokenRegistration other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(CancellationTokenRegistration other) => _callback == other._callback && _platform == other._platform;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_callback, _platform);
}
