using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Scheduling;

/// <summary>How long a step waits at most.</summary>
/// <param name="Milliseconds">-1: as long as it takes; 0: not at all.</param>
/// <param name="Token">Ends the wait when it is cancelled.</param>
internal readonly record struct Limit(long Milliseconds, CancellationToken Token = default)
{
    /// <inheritdoc cref="Operation.Patience"/>
    public int Patience { get; init; }

    /// <summary>As long as it takes.</summary>
    public static readonly Limit None = new(-1);

    public bool MayWait => Milliseconds != 0;

    public bool CanTimeOut => Milliseconds > 0;

    /// <summary>What is set when the token is cancelled; null: it has none, or one that never is.</summary>
    public EventState? Canceled => Token.CanBeCanceled ? CancellationTokens.SignalOf(Token) : null;

    public static implicit operator Limit(long milliseconds) => new(milliseconds);
}
