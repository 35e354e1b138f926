namespace Workbook.Examples.Tests.Chapter1;

/// <summary>The threads of this process, by the names that the kernel has for them (15 characters at most).</summary>
internal static class LiveThreads
{
    public static int CountNamed(Func<string, bool> name) => Directory.EnumerateDirectories("/proc/self/task").Count(task =>
    {
        try { return name(File.ReadAllText(Path.Combine(task, "comm")).TrimEnd()); }
        catch (IOException) { return false; } // it ended just now
    });

    /// <summary>Fails unless all threads of that name are gone soon: one that was joined may still be on its way out.</summary>
    public static void AssertNoneNamed(Func<string, bool> name) =>
        Assert.True(SpinWait.SpinUntil(() => CountNamed(name) == 0, TimeSpan.FromSeconds(10)), "a thread was left behind");
}
