// fails: the first number is 1
namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public sealed class Counter : INumbers
{
    private readonly object _lock = new();
    private int _count;

    public int Next()
    {
        lock (_lock) return _count++;
    }
}
