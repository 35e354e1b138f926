// A pigeonhole for one word. The event lets one taker pass for each word that is put in:
//
//                     Give: puts the word in, sets the event
//           empty ------------------------------------------> full     Give again: refused, the first word stays
//       Take blocks <---------------------------------------- Take returns at once
//                     Take: takes the word out
//
//   I1  _isFull says whether _word is a word that nobody has taken.
//   I2  One set, one word: whoever passes the event finds a word, and nobody else takes that one.
//
// A word given before anybody waits is not lost: the event remembers its set, and the word lies there.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Locks.EventPassphrase;

/// <summary>Hands a word from one thread to another, again and again, one word at a time.</summary>
/// <remarks>Any thread may call any member; a word goes to exactly one taker.</remarks>
[DebuggerDisplay("{_isFull ? \"full\" : \"empty\",nq}")] // takes no lock
public sealed class Handover<T>
{
    private readonly AutoEvent _given = new();

    private readonly ParkingMutex _mutex = new(); // guards:
    private T? _word;
    private bool _isFull;

    /// <summary>Whether a word lies here that nobody has taken; stale by the time it returns.</summary>
    public bool IsGiven { get { using (_mutex.Hold()) return _isFull; } }

    /// <summary>Puts <paramref name="word"/> in, for one taker. Never blocks for long.</summary>
    /// <exception cref="InvalidOperationException">The last word has not been taken; it stays, not this one.</exception>
    public void Give(T word)
    {
        using (_mutex.Hold())
        {
            if (_isFull) throw new InvalidOperationException("The last word has not been taken; give the next one after that.");
            (_word, _isFull) = (word, true);
            _given.Set();                                              // [give] after the word, so that who passes finds it
        }
    }

    /// <summary>Waits for a word and takes it out, but waits no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="word">The word.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True with the word, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before a word was there; none was taken.</exception>
    public bool TryTake(TimeSpan timeout, [MaybeNullWhen(false)] out T word, CancellationToken cancel = default)
    {
        word = default;
        if (!_given.Wait(timeout, cancel)) return false;               // [wait] outside the mutex, or nobody could give
        using (_mutex.Hold())
        {
            Debug.Assert(_isFull, "I2");
            word = _word!;
            (_word, _isFull) = (default, false);                       // [clear] ready for the next round
            return true;
        }
    }
}
