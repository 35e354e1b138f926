using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Async;

/// <summary>First in, first out; refuses nothing.</summary>
internal readonly struct QueueStore<T>(Queue<T> items) : IItemStore<T>
{
    public bool TryAdd(T item)
    {
        items.Enqueue(item);
        return true;
    }

    public bool TryTake([MaybeNullWhen(false)] out T item) => items.TryDequeue(out item);
}
