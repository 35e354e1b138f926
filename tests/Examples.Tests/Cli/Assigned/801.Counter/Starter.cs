namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public sealed class Counter : INumbers
{
    private int _count;

    public int Next()
    {
        // TODO: another thread may come in between reading and writing.
        return ++_count;
    }
}
