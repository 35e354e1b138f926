namespace Workbook.Examples.Exercises;

/// <summary>The threads of a scenario.</summary>
public static class Together
{
    /// <summary>Runs each on a thread of its own, and returns when all have ended.</summary>
    public static void Run(params (string Name, Action Body)[] threads)
    {
        var started = new Thread[threads.Length];
        for (var i = 0; i < threads.Length; i++)
        {
            started[i] = new Thread(threads[i].Body.Invoke) { Name = threads[i].Name };
            started[i].Start();
        }
        foreach (var thread in started) thread.Join();
    }
}
