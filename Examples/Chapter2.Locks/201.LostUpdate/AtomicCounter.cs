namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>Reads, adds and writes in one instruction of the processor: no other thread comes between.</summary>
/// <remarks>Enough as long as one word is all there is to keep right. <see cref="TallyCounter"/> has three.</remarks>
public sealed class AtomicCounter
{
    private long _value; // Interlocked in Increment pairs with Volatile.Read in Value

    public long Value => Volatile.Read(ref _value);

    public void Increment() => Interlocked.Increment(ref _value);
}
