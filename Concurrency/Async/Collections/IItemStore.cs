using System.Diagnostics.CodeAnalysis;

namespace Workbook.Concurrency.Async;

/// <summary>Where an <see cref="ItemBuffer{T, TStore}"/> keeps its items. Called by one thread at a time.</summary>
internal interface IItemStore<T>
{
    /// <returns>False: refused.</returns>
    bool TryAdd(T item);

    /// <returns>False: refused.</returns>
    bool TryTake([MaybeNullWhen(false)] out T item);
}
