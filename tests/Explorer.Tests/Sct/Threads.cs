namespace Workbook.Explorer.Tests.Sct;

/// <summary>Starts threads and waits for them.</summary>
internal static class Threads
{
    /// <summary>Runs each on a thread of its own, to its end.</summary>
    public static void Run(params Action[] bodies)
    {
        var threads = Array.ConvertAll(bodies, body => new Thread(() => body()));
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    /// <summary>The same body on so many threads, and then others on one each.</summary>
    public static void Run(int count, Action body, params Action[] others) => Run([.. Enumerable.Repeat(body, count), .. others]);
}
