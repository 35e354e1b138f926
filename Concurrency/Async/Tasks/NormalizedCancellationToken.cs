using Workbook.Concurrency.Async.Disposables;

namespace Workbook.Concurrency.Async;

/// <summary>A token together with the source that made it, if that is to be disposed with it.</summary>
/// <remarks>Dispose it when nobody waits on <see cref="Token"/> any more. Made from a foreign token it owns nothing.</remarks>
public sealed class NormalizedCancellationToken : SingleDisposable<object?>
{
    /// <summary>A token that is never cancelled.</summary>
    public NormalizedCancellationToken() : this(CancellationToken.None)
    {
    }

    /// <summary>The token of a source that <see cref="SingleDisposable{T}.Dispose()"/> will dispose.</summary>
    /// <param name="cts">Null: a token that is never cancelled.</param>
    public NormalizedCancellationToken(CancellationTokenSource? cts) : base(cts) => Token = cts?.Token ?? CancellationToken.None;

    /// <summary>A token that somebody else cares for.</summary>
    public NormalizedCancellationToken(CancellationToken token) : base(null) => Token = token;

    /// <summary>The token.</summary>
    public CancellationToken Token { get; }

    /// <summary>A token that is cancelled after a time.</summary>
    /// <param name="dueTime">Zero (cancelled already) to <see cref="int.MaxValue"/> ms, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</param>
    public static NormalizedCancellationToken Timeout(TimeSpan dueTime) => new(new CancellationTokenSource(dueTime));

    /// <summary>A token that is cancelled after a time.</summary>
    /// <param name="dueTime">In milliseconds, at least 0, or <see cref="System.Threading.Timeout.Infinite"/>.</param>
    public static NormalizedCancellationToken Timeout(int dueTime) => new(new CancellationTokenSource(dueTime));

    /// <summary>One token for several: cancelled as soon as one of them is.</summary>
    /// <remarks>No source is made when none of them, or only one, can be cancelled.</remarks>
    public static NormalizedCancellationToken Normalize(params CancellationToken[] cancellationTokens) =>
        Normalize((IEnumerable<CancellationToken>)cancellationTokens);

    /// <inheritdoc cref="Normalize(CancellationToken[])"/>
    public static NormalizedCancellationToken Normalize(IEnumerable<CancellationToken> cancellationTokens)
    {
        ArgumentNullException.ThrowIfNull(cancellationTokens);
        CancellationToken[] cancelable = [.. cancellationTokens.Where(token => token.CanBeCanceled)];
        return cancelable switch
        {
            [] => new NormalizedCancellationToken(),
            [var one] => new NormalizedCancellationToken(one),
            _ => new NormalizedCancellationToken(CancellationTokenSource.CreateLinkedTokenSource(cancelable)),
        };
    }

    /// <summary>Disposes the source, if there is one.</summary>
    protected override void Dispose(object? context) => ((CancellationTokenSource?)context)?.Dispose();
}
