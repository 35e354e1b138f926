using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Async;

/// <summary>A collection of the user's, in its order, which may refuse.</summary>
internal readonly struct CollectionStore<T>(IProducerConsumerCollection<T> items) : IItemStore<T>
{
    public bool TryAdd(T item) => items.TryAdd(item);

    public bool TryTake([MaybeNullWhen(false)] out T item) => items.TryTake(out item);
}
