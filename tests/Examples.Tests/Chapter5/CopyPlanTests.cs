using System.Diagnostics;
using Workbook.Examples.Processes.TreeCopying;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class CopyPlanTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("workbook-test-").FullName;

    public void Dispose() => TreeRemoval.Remove(_home);

    private string Here(string name) => Path.Combine(_home, name);

    private string Tree(params string[] files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(Here("source"), file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, $"contents of {file}");
        }
        return Directory.CreateDirectory(Here("source")).FullName;
    }

    private CopyRefusedException Refused(string source, string target) =>
        Assert.Throws<CopyRefusedException>(() => CopyPlan.Read(source, target));

    [Fact]
    public void A_plan_names_files_directories_and_links()
    {
        var source = Tree("b.txt", "with spaces/a long name.txt", "deep/er/c");
        Directory.CreateDirectory(Path.Combine(source, "empty"));
        File.CreateSymbolicLink(Path.Combine(source, "to a file"), "b.txt");
        Directory.CreateSymbolicLink(Path.Combine(source, "to a directory"), "deep");
        File.CreateSymbolicLink(Path.Combine(source, "to nowhere"), "nothing");

        var plan = CopyPlan.Read(source, Here("copy"));

        Assert.Equal(["b.txt", "deep/er/c", "with spaces/a long name.txt"],
            plan.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Equal([".", "deep", "deep/er", "empty", "with spaces"],
            plan.Directories.Select(directory => directory.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["to a directory -> deep", "to a file -> b.txt", "to nowhere -> nothing"],
            plan.Links.Select(link => $"{link.Name} -> {link.PointsTo}").Order(StringComparer.Ordinal));
        Assert.Equal("contents of b.txt".Length + "contents of deep/er/c".Length
            + "contents of with spaces/a long name.txt".Length, plan.TotalBytes);
    }

    [Fact]
    public void A_directory_comes_before_those_in_it_and_a_large_file_before_a_small_one()
    {
        var plan = CopyPlan.Read(Tree("a", "one/b b b", "one/two/c c c c c c", "three/d"), Here("copy"));

        var seen = new HashSet<string>();
        foreach (var directory in plan.Directories)
        {
            if (directory.Name.Contains('/')) Assert.Contains(Path.GetDirectoryName(directory.Name)!, seen);
            seen.Add(directory.Name);
        }
        Assert.Equal(plan.Files.OrderByDescending(file => file.Length).Select(file => file.Length),
            plan.Files.Select(file => file.Length));
    }

    [Fact]
    public void A_source_that_is_none_is_refused()
    {
        File.WriteAllText(Here("file"), "");
        Assert.Equal((false, $"there is no directory {Here("missing")}"), Told(Refused(Here("missing"), Here("copy"))));
        Assert.Equal((false, $"{Here("file")} is a file, and a directory is copied"), Told(Refused(Here("file"), Here("copy"))));
    }

    [Theory]
    [InlineData("directory")]
    [InlineData("file")]
    [InlineData("link to nowhere")]
    public void A_target_that_is_there_is_refused(string what)
    {
        var target = Here("copy");
        if (what == "directory") Directory.CreateDirectory(target);
        else if (what == "file") File.WriteAllText(target, "");
        else File.CreateSymbolicLink(target, Here("nothing"));
        Assert.Equal((true, $"{target} is there already, and nothing is written over"), Told(Refused(Tree("a"), target)));
    }

    [Fact]
    public void A_target_in_a_directory_that_is_not_there_is_refused() =>
        Assert.Equal((true, $"there is no directory {Here("missing")} to put it in"),
            Told(Refused(Tree("a"), Here("missing/copy"))));

    [Fact]
    public void A_target_inside_the_source_is_refused_also_through_a_link()
    {
        var source = Tree("deep/a");
        Directory.CreateSymbolicLink(Here("other name"), source);
        foreach (var target in (string[])["source/copy", "source/deep/copy", "other name/copy", "other name/deep/../copy"])
        {
            var (isTarget, message) = Told(Refused(source, Here(target)));
            Assert.True(isTarget);
            Assert.EndsWith("/copy lies inside the source, so that the copy would copy itself", message);
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("source")]
    [InlineData("source/deep/..")]
    public void A_target_that_holds_the_source_is_refused(string target) =>
        Assert.EndsWith(" holds the source, and nothing is written over", Refused(Tree("deep/a"), Here(target)).Message);

    [Fact]
    public void A_name_that_only_begins_like_the_source_is_not_inside_it() => CopyPlan.Read(Tree("a"), Here("source2"));

    [SkippableTheory]
    [InlineData("mkfifo")]
    [InlineData("socket")]
    public void What_has_no_contents_is_refused_by_name(string kind)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "makes a FIFO with a command, and a Unix socket");
        var source = Tree("a");
        var path = Path.Combine(source, "no file");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        if (kind == "socket") socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        else
        {
            using var make = Process.Start("mkfifo", [path]);
            make.WaitForExit();
        }
        Assert.Equal($"{path} is a FIFO, a socket or a device, which has no contents to copy",
            Assert.Throws<CopyException>(() => CopyPlan.Read(source, Here("copy"))).Message);
    }

    [Fact]
    public void An_empty_file_is_a_file()
    {
        var source = Tree("a");
        File.WriteAllText(Path.Combine(source, "empty"), "");
        Assert.Contains(CopyPlan.Read(source, Here("copy")).Files, file => file is { Name: "empty", Length: 0 });
    }

    private static (bool, string) Told(CopyRefusedException refused) => (refused.IsTarget, refused.Message);
}
