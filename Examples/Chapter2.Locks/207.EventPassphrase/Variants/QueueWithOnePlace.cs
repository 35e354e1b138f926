// passes: a queue with one place, that refuses a second word by itself
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly BlockingCollection<T> _place = new(boundedCapacity: 1);

    public bool IsGiven => _place.Count > 0;

    public void Give(T word)
    {
        if (!_place.TryAdd(word)) throw new InvalidOperationException("The last word has not been taken.");
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        return _place.TryTake(out word, (int)timeout.TotalMilliseconds, cancel);
    }
}
