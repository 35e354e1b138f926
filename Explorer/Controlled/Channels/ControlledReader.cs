using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Workbook.Explorer.Controlled.Collections;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>The side of a channel that takes items out.</summary>
[DebuggerStepThrough]
internal sealed class ControlledReader<T>(ChannelCore<T> core) : ChannelReader<T>
{
    /// <summary>By which the timeline finds its name.</summary>
    internal CollectionState State { get; } = core.State;

    public override Task Completion => core.Completion;

    public override bool CanCount => !core.Rules.HasOneReader;

    public override bool CanPeek => true;

    /// <exception cref="NotSupportedException">See <see cref="CanCount"/>.</exception>
    public override int Count =>
        CanCount ? core.Count : throw new NotSupportedException("A channel with one reader does not count.");

    public override bool TryRead([MaybeNullWhen(false)] out T item) => core.TryRead(out item);

    public override bool TryPeek([MaybeNullWhen(false)] out T item) => core.TryPeek(out item);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        core.WaitToRead(cancellationToken);

    public override ValueTask<T> ReadAsync(CancellationToken cancellationToken = default) => core.Read(cancellationToken);

    public override IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default) =>
        new ChannelWalk<T>(this, cancellationToken);
}
