namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: the look and the taking are two steps.</summary>
internal sealed class LooksThenTakesLock
{
    private bool _isHeld; // by Volatile

    public void Acquire()
    {
        while (Volatile.Read(ref _isHeld)) Thread.Yield(); // [look]
        Volatile.Write(ref _isHeld, true);                 // [take]
    }

    public void Release() => Volatile.Write(ref _isHeld, false);
}
