using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>A queue whose user does the steps.</summary>
internal sealed class PlainQueue<T>(Queue<T> items) : IProducerConsumerCollection<T>
{
    public int Count => items.Count;

    public bool IsSynchronized => false;

    public object SyncRoot => throw Copies.NoRoot();

    public void CopyTo(T[] array, int index) => items.CopyTo(array, index);

    public void CopyTo(Array array, int index) => ((ICollection)items).CopyTo(array, index);

    public T[] ToArray() => items.ToArray();

    public bool TryAdd(T item)
    {
        items.Enqueue(item);
        return true;
    }

    public bool TryTake([MaybeNullWhen(false)] out T item) => items.TryDequeue(out item);

    public IEnumerator<T> GetEnumerator() => Copies.Walk(ToArray());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
