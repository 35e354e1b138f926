// passes: no lock: the word is in a box that is exchanged in one step, and an event tells of it
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

public sealed class Handover<T>
{
    private readonly AutoResetEvent _given = new(false);
    private Box? _box;

    public bool IsGiven => Volatile.Read(ref _box) is not null;

    public void Give(T word)
    {
        if (Interlocked.CompareExchange(ref _box, new Box(word), null) is not null)
            throw new InvalidOperationException("The last word has not been taken.");
        _given.Set();
    }

    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        var ended = WaitHandle.WaitAny([_given, cancel.WaitHandle], timeout);
        if (ended == 1) throw new OperationCanceledException(cancel);
        if (ended == WaitHandle.WaitTimeout) return false;
        word = Interlocked.Exchange(ref _box, null)!.Word;
        return true;
    }

    private sealed record Box(T Word);
}
