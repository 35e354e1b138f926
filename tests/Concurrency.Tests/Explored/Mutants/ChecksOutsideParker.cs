namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: the state is looked at before the monitor is entered, and a wake-up falls into the gap.</summary>
internal sealed class ChecksOutsideParker
{
    private readonly object _monitor = new();
    private bool _hasPermit; // by Volatile

    public void Park()
    {
        if (Volatile.Read(ref _hasPermit)) return; // [look]
        lock (_monitor) Monitor.Wait(_monitor);    // [sleep]
    }

    public void Unpark()
    {
        Volatile.Write(ref _hasPermit, true);
        lock (_monitor) Monitor.Pulse(_monitor);
    }
}
