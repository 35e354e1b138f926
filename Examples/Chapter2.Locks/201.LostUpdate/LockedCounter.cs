namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>The three steps of the unlocked counter, and a lock that lets one thread at a time do them.</summary>
public sealed class LockedCounter
{
    private readonly Lock _lock = new(); // guards:
    private long _value;

    public long Value { get { lock (_lock) return _value; } }

    public void Increment() { lock (_lock) _value++; } // taken and given back for every increment: others get in between
}
