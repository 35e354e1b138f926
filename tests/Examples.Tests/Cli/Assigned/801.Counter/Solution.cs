namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public sealed class Counter : INumbers
{
    private readonly Lock _lock = new(); // guards _count
    private int _count;

    public int Next()
    {
        lock (_lock) return ++_count; // [next]
    }
}
