using System.Diagnostics.CodeAnalysis;

namespace Workbook.Examples.Locks.EventPassphrase;

/// <summary>Hands a word from one thread to another, again and again, one word at a time.</summary>
public sealed class Handover<T>
{
    private T? _word;
    private bool _isFull;

    /// <summary>Whether a word lies here that nobody has taken.</summary>
    public bool IsGiven => _isFull;

    /// <summary>Puts <paramref name="word"/> in, for one taker. It never waits.</summary>
    /// <exception cref="InvalidOperationException">The last word has not been taken; it stays, not this one.</exception>
    public void Give(T word)
    {
        // TODO: another thread may come in between these lines; and who tells the one who waits?
        if (_isFull) throw new InvalidOperationException("The last word has not been taken.");
        _word = word;
        _isFull = true;
    }

    /// <summary>Waits for a word and takes it out, but waits no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="word">The word.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True with the word, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before a word was there; none was taken.</exception>
    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        // TODO: wait until a word is there. For now it looks once.
        word = default;
        if (!_isFull) return false;
        word = _word!;
        _isFull = false;
        return true;
    }
}
