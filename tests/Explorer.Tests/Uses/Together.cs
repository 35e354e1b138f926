namespace Workbook.Explorer.Tests.Uses;

/// <summary>Threads for a program to explore.</summary>
internal static class Together
{
    /// <summary>Starts them all, and waits for their ends.</summary>
    public static void Run(params ThreadStart[] bodies)
    {
        var threads = new Thread[bodies.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            threads[i] = new Thread(bodies[i]);
            threads[i].Start();
        }
        foreach (var thread in threads) thread.Join();
    }

    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void Check(bool holds)
    {
        if (!holds) throw new InvalidOperationException("It does not hold.");
    }
}
