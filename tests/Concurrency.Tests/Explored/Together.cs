namespace Workbook.Concurrency.Tests.Explored;

/// <summary>The threads of a scenario.</summary>
internal static class Together
{
    /// <summary>Runs all at the same time, the last on the calling thread, the others on threads called A, B and so on. Returns when
    /// all have ended.</summary>
    public static void Run(params Action[] bodies)
    {
        var threads = new Thread[bodies.Length - 1];
        for (var i = 0; i < threads.Length; i++) threads[i] = Start($"{(char)('A' + i)}", bodies[i]);
        bodies[^1]();
        foreach (var thread in threads) thread.Join();
    }

    /// <summary>Starts one thread.</summary>
    public static Thread Start(string name, Action body)
    {
        var thread = new Thread(() => body()) { Name = name };
        thread.Start();
        return thread;
    }
}
