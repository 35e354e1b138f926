namespace Workbook.Explorer.Verdicts;

/// <summary>Two threads count to two, and do not agree: see <see cref="Canary"/>.</summary>
internal static class CanaryProgram
{
    private static int _count;

    /// <summary>Fails if one thread is let in between another's reading and writing, and otherwise not.</summary>
    public static void Run()
    {
        _count = 0;
        Thread first = new(Count), second = new(Count);
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        if (_count != 2) throw new InvalidOperationException("A count was lost.");
    }

    private static void Count() => _count++;
}
