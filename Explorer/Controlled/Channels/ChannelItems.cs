using System.Diagnostics.CodeAnalysis;
using Workbook.Explorer.Controlled.Collections;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>The items that a channel holds.</summary>
internal abstract class ChannelItems<T>
{
    /// <summary>What the operations of their channel are steps on.</summary>
    public CollectionState State { get; } = new("a Channel");

    public abstract int Count { get; }

    /// <summary>The one that is read next, if there is one.</summary>
    public abstract bool TryPeek([MaybeNullWhen(false)] out T item);

    public abstract void Add(T item);

    /// <summary>Takes the one that is read next, if there is one.</summary>
    public abstract bool TryTakeFirst([MaybeNullWhen(false)] out T item);

    /// <summary>Takes the one that came last, if there is one.</summary>
    public abstract bool TryTakeLast([MaybeNullWhen(false)] out T item);
}
