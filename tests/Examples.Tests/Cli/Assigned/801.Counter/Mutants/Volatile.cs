// fails: no number is given twice
namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public sealed class Counter : INumbers
{
    private volatile int _count;

    public int Next()
    {
        return ++_count;
    }
}
