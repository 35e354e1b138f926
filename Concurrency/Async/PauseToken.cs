using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>Tells work when to pause; see <see cref="PauseTokenSource"/>. The default value never pauses.</summary>
[DebuggerDisplay("Paused = {IsPaused}")] // takes no lock
public readonly struct PauseToken
{
    private readonly AsyncManualResetEvent? _mayRun;

    internal PauseToken(AsyncManualResetEvent mayRun) => _mayRun = mayRun;

    /// <summary>Whether it belongs to a source, and so may ever pause.</summary>
    public bool CanBePaused => _mayRun is not null;

    /// <summary>Whether work is to pause; stale by the time it returns.</summary>
    public bool IsPaused => _mayRun is { IsSet: false };

    /// <summary>A task that completes, or has completed already, when work may go on. Never blocks.</summary>
    public Task WaitWhilePausedAsync() => _mayRun?.WaitAsync() ?? Task.CompletedTask;

    /// <summary>A task that completes, or has completed already, when work may go on. Never blocks.</summary>
    /// <param name="token">Ends the wait; a cancelled <c>await</c> throws <see cref="TaskCanceledException"/>.</param>
    public Task WaitWhilePausedAsync(CancellationToken token) => _mayRun?.WaitAsync(token) ?? Task.CompletedTask;

    /// <summary>Blocks while paused.</summary>
    public void WaitWhilePaused() => _mayRun?.Wait();

    /// <summary>Blocks while paused.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public void WaitWhilePaused(CancellationToken token) => _mayRun?.Wait(token);
}
