using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>Pauses work that looks at its <see cref="Token"/> from time to time, and lets it go on.</summary>
/// <remarks>Any thread may call any member. It is to pausing what <see cref="CancellationTokenSource"/> is to
/// cancellation.</remarks>
[DebuggerDisplay("Paused = {IsPaused}")] // takes no lock
public sealed class PauseTokenSource
{
    private readonly AsyncManualResetEvent _mayRun = new(set: true);

    /// <summary>Whether work is to pause. Setting it to what it is does nothing; to false lets go all who wait.</summary>
    public bool IsPaused
    {
        get => !_mayRun.IsSet;
        set
        {
            if (value) _mayRun.Reset(); else _mayRun.Set();
        }
    }

    /// <summary>What the work looks at.</summary>
    public PauseToken Token => new(_mayRun);
}
