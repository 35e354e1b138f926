using System.Diagnostics;

namespace Workbook.Concurrency.Signals;

/// <summary>The life of a <see cref="CyclicBarrier"/> from one <see cref="CyclicBarrier.Reset"/> to the next.</summary>
/// <remarks>A waiter that wakes late asks the era in which it arrived. The barrier itself may have been reset by then, and
/// would tell it the result of another round of the same phase.</remarks>
[DebuggerDisplay("phase {Word.Phase}, {Word.Arrived} arrived, broken = {Word.IsBroken}")] // takes no lock
internal sealed class BarrierEra(long firstPhase)
{
    private long _word = BarrierWord.StartOf(firstPhase).Bits; // by Interlocked; pairs with the Volatile.Read in Word

    private string _why = ""; // both written before the word says broken, and not afterwards
    private Exception? _cause;

    public BarrierWord Word => new(Volatile.Read(ref _word));

    /// <summary>Changes the word, unless another thread was faster.</summary>
    public bool TryChange(BarrierWord from, BarrierWord to) =>
        Interlocked.CompareExchange(ref _word, to.Bits, from.Bits) == from.Bits;

    /// <summary>Says why, before the word is changed to broken. The barrier's mutex is held.</summary>
    public void Explain(string why, Exception? cause)
    {
        Debug.Assert(!Word.IsBroken);
        (_why, _cause) = (why, cause);
    }

    /// <summary>What those get who find it broken: says what <see cref="Explain"/> was told.</summary>
    public BrokenBarrierException Failure() =>
        new($"The barrier broke in phase {Word.Phase}: {_why}. Call Reset to use it again.", _cause);
}
