using System.Diagnostics;
using System.Threading.Channels;
using Workbook.Explorer.Controlled.Collections;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>The side of a channel that puts items in.</summary>
[DebuggerStepThrough]
internal sealed class ControlledWriter<T>(ChannelCore<T> core) : ChannelWriter<T>
{
    /// <summary>By which the timeline finds its name.</summary>
    internal CollectionState State { get; } = core.State;

    public override bool TryComplete(Exception? error = null) => core.Close(error);

    public override bool TryWrite(T item) => core.TryWrite(item);

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
        core.WaitToWrite(cancellationToken);

    public override ValueTask WriteAsync(T item, CancellationToken cancellationToken = default) =>
        core.Write(item, cancellationToken);
}
