using System.Diagnostics;
using Workbook.Coursework.Checking;
using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Checking;

/// <summary>No checker outlives whoever has started it.</summary>
[Collection("checker")]
public class LeftBehindTests(WarmChecker checker)
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60); // a wait that ends here has found a bug

    [Fact]
    public void After_Dispose_no_child_is_left()
    {
        if (!OperatingSystem.IsLinux()) return;
        var before = Children(Environment.ProcessId).ToHashSet();
        int[] started;
        using (var process = new CheckerProcess(CheckerProgram.Command))
        {
            process.Warm();
            started = [.. Children(Environment.ProcessId).Where(child => !before.Contains(child))];
            Assert.Single(started);
        }

        Assert.DoesNotContain(started[0], Children(Environment.ProcessId));
    }

    [Fact]
    public void A_child_ends_when_its_jobs_do()
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [CheckerProgram.Location, "checker", "2"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        child.StandardInput.Close();

        Assert.True(child.WaitForExit(_bound));
    }

    [Fact]
    public void When_the_parent_is_killed_in_the_middle_of_an_endless_check_the_child_ends_by_itself()
    {
        if (!OperatingSystem.IsLinux()) return;
        var folder = Directory.CreateDirectory(Path.Combine(checker.Folder, "orphan")).FullName;
        using var parent = Process.Start(new ProcessStartInfo("dotnet", [CheckerProgram.Location, "parent", folder])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("begins", parent.StandardOutput.ReadLine());
        var child = Process.GetProcessById(Assert.Single(Children(parent.Id)));

        parent.Kill(); // the parent alone
        parent.WaitForExit();
        var watch = Stopwatch.StartNew();

        Assert.True(child.WaitForExit(_bound), "the checker goes on although nobody waits for it");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8)); // the explorer itself gives up after 10 s
    }

    // 4711 (dotnet) S 1 ...: the name may hold blanks and parentheses
    private static IEnumerable<int> Children(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            string stat;
            try { stat = File.ReadAllText(Path.Combine(folder, "stat")); }
            catch (IOException) { continue; } // ended meanwhile
            if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is [not "Z", var above, ..]
                && above == $"{parent}") yield return id;
        }
    }
}
