using System.Threading.Channels;
using Workbook.Explorer.Controlled.Collections;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>A channel whose operations are steps.</summary>
internal sealed class ControlledChannel<T> : Channel<T>
{
    public ControlledChannel(ChannelCore<T> core) =>
        (State, Reader, Writer) = (core.State, new ControlledReader<T>(core), new ControlledWriter<T>(core));

    /// <summary>By which the timeline finds its name.</summary>
    internal CollectionState State { get; }
}
