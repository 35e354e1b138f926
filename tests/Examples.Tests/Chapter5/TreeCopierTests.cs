using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Processes.TreeCopying;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class TreeCopierTests : IDisposable
{
    private const int Rest = 30_000; // milliseconds: a worker that rests so long is found in the middle of its file

    private readonly string _home = Directory.CreateTempSubdirectory("workbook-test-").FullName;

    private string Target => Path.Combine(_home, "copy");

    public void Dispose() => TreeRemoval.Remove(_home);

    private CopyPlan Plan(params (string Name, int Length)[] files)
    {
        var source = Directory.CreateDirectory(Path.Combine(_home, "source")).FullName;
        foreach (var (name, length) in files)
        {
            var path = Path.Combine(source, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var contents = new byte[length];
            new Random(length).NextBytes(contents);
            File.WriteAllBytes(path, contents);
        }
        return CopyPlan.Read(source, Target);
    }

    private void AssertNothingLeft() =>
        Assert.Equal(["source"], Directory.GetFileSystemEntries(_home).Select(path => Path.GetFileName(path)));

    [Fact]
    public void Everything_in_a_tree_is_copied_as_it_is()
    {
        Plan(("a", 10), ("with spaces/a b c", 100_000), ("deep/er/still/d", 0), ("closed/e", 70_000));
        var source = Path.Combine(_home, "source");
        Directory.CreateDirectory(Path.Combine(source, "empty"));
        File.CreateSymbolicLink(Path.Combine(source, "to a file"), "a");
        Directory.CreateSymbolicLink(Path.Combine(source, "deep", "up"), "../..");
        File.CreateSymbolicLink(Path.Combine(source, "to nowhere"), "/nothing/there");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(source, "a"), UnixFileMode.UserRead);
            File.SetUnixFileMode(Path.Combine(source, "closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var report = new TreeCopier(CopyPlan.Read(source, Target), workers: 2).Copy();

        var (names, different) = TreeComparison.Of(source, Target);
        Assert.Empty(different);
        Assert.Equal(13, names);
        Assert.Equal([0, 1, 2, 3], report.Files.Select(file => file.Number).Order());
        Assert.Equal(["copy", "source"], Directory.GetFileSystemEntries(_home).Select(path => Path.GetFileName(path)).Order());
        Assert.DoesNotContain(Environment.ProcessId, report.Files.Select(file => file.ProcessId));
    }

    [Fact]
    public void Without_workers_nobody_copies() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreeCopier(Plan(), workers: 0));

    [Fact]
    public void Nothing_in_a_tree_is_copied_too()
    {
        var report = new TreeCopier(Plan(), workers: 1).Copy();
        Assert.Empty(report.Files);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void Each_block_is_reported_and_the_last_report_of_a_file_is_its_length()
    {
        var plan = Plan(("large", 200_000), ("small", 5), ("empty", 0));
        var steps = new List<CopyStep>(); // one thread calls OnStep
        new TreeCopier(plan, workers: 1) { OnStep = steps.Add }.Copy();

        Assert.Equal([65_536, 131_072, 196_608, 200_000], steps.Where(step => step.Number == 0).Select(step => step.Bytes));
        Assert.Equal([5], steps.Where(step => step.Number == 1).Select(step => step.Bytes));
        Assert.Equal([0], steps.Where(step => step.Number == 2).Select(step => step.Bytes));
        Assert.DoesNotContain(Environment.ProcessId, steps.Select(step => step.ProcessId));
    }

    [Fact]
    public void A_file_that_is_gone_by_then_is_told_and_nothing_is_left()
    {
        var plan = Plan(("a", 100_000), ("b", 10), ("c", 1));
        File.Delete(Path.Combine(plan.Source, "b"));
        var failed = Assert.Throws<CopyException>(() => new TreeCopier(plan, workers: 2).Copy());
        Assert.StartsWith("b was not copied: Could not find file ", failed.Message);
        Assert.DoesNotContain('\n', failed.Message);
        AssertNothingLeft();
    }

    [Fact]
    public void A_file_that_fails_is_told_while_a_long_one_is_still_copied()
    {
        var plan = Plan(("long", 100_000), ("missing", 10));
        File.Delete(Path.Combine(plan.Source, "missing"));
        var copier = new TreeCopier(plan, workers: 2) { PauseMs = Rest }; // the long one would take a minute
        Assert.StartsWith("missing was not copied: ", Assert.Throws<CopyException>(() => copier.Copy()).Message);
        AssertNothingLeft();
    }

    [Fact]
    public void Cancelled_in_the_middle_of_a_file_it_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var plan = Plan(("a", 100_000), ("b", 100_000));
        var copier = new TreeCopier(plan, workers: 2) { PauseMs = Rest, OnStep = _ => cancel.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => copier.Copy(cancel.Token));
        AssertNothingLeft();
    }

    [Fact]
    public void Cancelled_before_it_begins_it_leaves_nothing()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => new TreeCopier(Plan(("a", 1)),
            workers: 1).Copy(new CancellationToken(canceled: true)));
        AssertNothingLeft();
    }

    [Fact]
    public void A_file_whose_worker_was_killed_is_begun_again_by_another()
    {
        var toKill = 1;
        var workers = new List<int>();
        var report = new TreeCopier(Plan(("a", 100_000)), workers: 1)
        {
            PauseMs = 300,
            OnStep = step =>
            {
                workers.Add(step.ProcessId);
                if (Interlocked.Exchange(ref toKill, 0) == 1) Kill(step.ProcessId);
            },
        }.Copy();

        Assert.Empty(TreeComparison.Of(report.Plan.Source, report.Plan.Target).Different);
        Assert.Equal(2, workers.Distinct().Count());
        Assert.Equal(workers[^1], Assert.Single(report.Files).ProcessId);
    }

    [Fact]
    public void A_file_that_kills_two_workers_is_given_up_and_nothing_is_left()
    {
        var copier = new TreeCopier(Plan(("a", 100_000)), workers: 1) { PauseMs = Rest, OnStep = step => Kill(step.ProcessId) };
        Assert.Matches(@"^copy worker 1 \(process \d+\) died with this job: killed by signal 9\.$",
            Assert.Throws<CopyException>(() => copier.Copy()).Message);
        AssertNothingLeft();
    }

    [Fact]
    public void Whoever_shows_the_reports_may_fail_and_nothing_is_left()
    {
        var plan = Plan(("a", 100_000), ("b", 5));
        var copier = new TreeCopier(plan, 2) { PauseMs = 10, OnStep = _ => throw new InvalidOperationException("no screen") };
        Assert.Equal("no screen", Assert.Throws<WorkerFailedException>(() => copier.Copy()).InnerException!.Message);
        AssertNothingLeft();
    }

    [Fact]
    public void A_target_that_appears_meanwhile_stays_as_it_is()
    {
        var plan = Plan(("a", 1));
        Directory.CreateDirectory(Target);
        Assert.Equal($"{Target} has appeared meanwhile, and nothing is written over",
            Assert.Throws<CopyException>(() => new TreeCopier(plan, workers: 1).Copy()).Message);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void Trees_that_differ_are_told_apart()
    {
        var plan = Plan(("same", 10), ("contents", 10), ("only here", 10), ("kind", 10));
        Directory.CreateDirectory(Target);
        foreach (var name in (string[])["same", "contents"])
        {
            File.Copy(Path.Combine(plan.Source, name), Path.Combine(Target, name));
            File.SetLastWriteTimeUtc(Path.Combine(plan.Source, name), DateTime.UnixEpoch);
        }
        File.WriteAllText(Path.Combine(Target, "contents"), "0123456789");
        foreach (var name in (string[])["same", "contents"]) File.SetLastWriteTimeUtc(Path.Combine(Target, name),
            DateTime.UnixEpoch);
        Directory.CreateDirectory(Path.Combine(Target, "kind"));
        File.WriteAllText(Path.Combine(Target, "only there"), "");

        var (names, different) = TreeComparison.Of(plan.Source, Target);

        Assert.Equal(5, names);
        Assert.Equal(["contents", "kind", "only here", "only there"], different);
    }

    private static void Kill(int process)
    {
        using var worker = Process.GetProcessById(process);
        worker.Kill();
    }
}
