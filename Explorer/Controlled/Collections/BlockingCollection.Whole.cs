using System.Collections;

namespace Workbook.Explorer.Controlled.Collections;

public partial class BlockingCollection<T> : IEnumerable<T>, ICollection, IDisposable, IReadOnlyCollection<T>
{
    /// <summary>How many it holds; others may change that at once.</summary>
    public int Count
    {
        get
        {
            _state.Look();
            return _state.Items;
        }
    }

    bool ICollection.IsSynchronized
    {
        get
        {
            _state.ThrowIfDisposed();
            return false;
        }
    }

    object ICollection.SyncRoot => throw Copies.NoRoot();

    /// <summary>A copy of this moment.</summary>
    public T[] ToArray()
    {
        _state.Look();
        return _collection.ToArray();
    }

    /// <summary>Copies what it holds at this moment.</summary>
    /// <exception cref="ArgumentException">There is not so much room from <paramref name="index"/> on.</exception>
    public void CopyTo(T[] array, int index) => ((ICollection)this).CopyTo(array, index);

    void ICollection.CopyTo(Array array, int index)
    {
        var items = ToArray();
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (array.Rank != 1) throw new ArgumentException("An array of one dimension is needed.", nameof(array));
        if (items.Length > array.Length - index) throw Copies.TooShort(nameof(index));
        try { Array.Copy(items, 0, array, index, items.Length); }
        catch (Exception e) when (e is InvalidCastException or ArrayTypeMismatchException)
        {
            throw new ArgumentException("What it holds does not go into such an array.", nameof(array), e);
        }
    }

    /// <summary>Takes items one after the other, waiting for each, until it is completed.</summary>
    public IEnumerable<T> GetConsumingEnumerable() => GetConsumingEnumerable(CancellationToken.None);

    /// <summary>Takes items one after the other, waiting for each, until it is completed; ends with an
    /// <see cref="OperationCanceledException"/> if the token is cancelled.</summary>
    public IEnumerable<T> GetConsumingEnumerable(CancellationToken cancellationToken)
    {
        while (TryTake(out var item, -1, cancellationToken)) yield return item;
    }

    /// <summary>Goes through what it holds at the moment of this call, and takes nothing.</summary>
    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        _state.Look();
        return _collection.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();
}
