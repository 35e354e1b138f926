// fails: no number is left out
namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public sealed class Counter : INumbers
{
    private int _count;

    public int Next()
    {
        lock (new object()) return ++_count;
    }
}
