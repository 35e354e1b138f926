using System.Threading.Channels;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>What a channel was made with.</summary>
internal sealed record ChannelRules<T>
{
    /// <summary>-1: any number of items. 0: none, a writer hands to a reader.</summary>
    public int Capacity { get; init; } = -1;

    public BoundedChannelFullMode FullMode { get; init; } = BoundedChannelFullMode.Wait;

    public Action<T>? ItemDropped { get; init; }

    /// <summary>Whether who writes may run what waits for it.</summary>
    public bool IsSynchronous { get; init; }

    /// <summary>Whether a later read ends one that waits. Such a channel does not count.</summary>
    public bool HasOneReader { get; init; }

    public bool HandsOver => Capacity == 0;

    public bool Drops => FullMode != BoundedChannelFullMode.Wait;
}
