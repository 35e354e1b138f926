namespace Workbook.Explorer.Controlled.Channels;

/// <summary>The items that a channel holds.</summary>
internal abstract class ChannelItems<T>
{
    public abstract int Count { get; }

    /// <summary>The one that is read next; there is one.</summary>
    public abstract T First { get; }

    public abstract void Add(T item);

    public abstract T TakeFirst();

    /// <summary>Takes the one that came last; there is one.</summary>
    public abstract T TakeLast();
}
