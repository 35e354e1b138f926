namespace Workbook.Concurrency.Tests.Explored;

/// <summary>The threads and tasks of a scenario.</summary>
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

    /// <summary>The same with tasks, the last begun by the calling one, the others on the pool.</summary>
    public static async Task RunAsync(params Func<Task>[] bodies)
    {
        var tasks = new Task[bodies.Length];
        for (var i = 0; i < tasks.Length - 1; i++) tasks[i] = Task.Run(bodies[i]);
        tasks[^1] = bodies[^1]();
        await Task.WhenAll(tasks);
    }

    /// <summary>Calls <paramref name="body"/>, which blocks or is short, as a part of <see cref="RunAsync"/>.</summary>
    public static Func<Task> Now(Action body) => () =>
    {
        body();
        return Task.CompletedTask;
    };

    /// <summary>Whether the wait ended as it should; false: it was cancelled.</summary>
    public static async Task<bool> Ends(Task wait)
    {
        try { await wait; }
        catch (OperationCanceledException) { return false; }
        return true;
    }

    /// <summary>Starts one thread.</summary>
    public static Thread Start(string name, Action body)
    {
        var thread = new Thread(() => body()) { Name = name };
        thread.Start();
        return thread;
    }
}
