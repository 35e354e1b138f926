namespace Workbook.Explorer.Controlled.Channels;

/// <summary>What <c>ReadAllAsync</c> gives: each enumerator of it takes items of its own.</summary>
internal sealed class ChannelWalk<T>(ControlledReader<T> reader, CancellationToken ownToken) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (!ownToken.CanBeCanceled || ownToken == cancellationToken)
            return new ChannelWalker<T>(reader, cancellationToken, null);
        if (!cancellationToken.CanBeCanceled) return new ChannelWalker<T>(reader, ownToken, null);
        var both = CancellationTokenSource.CreateLinkedTokenSource(ownToken, cancellationToken);
        return new ChannelWalker<T>(reader, both.Token, both);
    }
}
