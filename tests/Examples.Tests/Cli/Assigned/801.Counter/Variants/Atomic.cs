// passes: one atomic instruction in place of a lock
namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public sealed class Counter : INumbers
{
    private int _count;

    public int Next()
    {
        return Interlocked.Increment(ref _count);
    }
}
