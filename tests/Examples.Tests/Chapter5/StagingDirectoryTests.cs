using Workbook.Examples.Processes.TreeCopying;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class StagingDirectoryTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("workbook-test-").FullName;

    private string Target => Path.Combine(_home, "copy");

    public void Dispose() => TreeRemoval.Remove(_home);

    private IEnumerable<string> Names =>
        Directory.GetFileSystemEntries(_home).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [Fact]
    public void What_is_not_published_disappears()
    {
        using (var staging = new StagingDirectory(Target))
        {
            staging.MakeDirectory("deep");
            File.WriteAllText(Path.Combine(staging.Path, "deep", "a"), "");
            Assert.Equal([".copy.copying", ".copy.copying.lock"], Names);
        }
        Assert.Empty(Names);
    }

    [Fact]
    public void What_is_published_is_the_target_and_nothing_else_is_left()
    {
        using (var staging = new StagingDirectory(Target))
        {
            staging.MakeDirectory("deep");
            staging.Publish();
        }
        Assert.Equal(["copy"], Names);
        Assert.True(Directory.Exists(Path.Combine(Target, "deep")));
    }

    [Fact]
    public void A_target_that_appears_meanwhile_is_not_written_over()
    {
        using (var staging = new StagingDirectory(Target))
        {
            Directory.CreateDirectory(Target);
            Assert.Equal($"{Target} has appeared meanwhile, and nothing is written over",
                Assert.Throws<CopyException>(staging.Publish).Message);
        }
        Assert.Equal(["copy"], Names);
    }

    [Fact]
    public void Two_copies_to_one_target_are_not_made_at_once()
    {
        using var first = new StagingDirectory(Target);
        var refused = Assert.Throws<CopyRefusedException>(() => new StagingDirectory(Target));
        Assert.True(refused.IsTarget);
        Assert.StartsWith("somebody else is copying to the same place", refused.Message);
        Assert.True(Directory.Exists(first.Path));
    }

    [Fact]
    public void What_a_killed_copier_left_is_cleared_away()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".copy.copying", "old"));
        File.WriteAllText(Path.Combine(_home, ".copy.copying.lock"), "");
        using var staging = new StagingDirectory(Target);
        Assert.Empty(Directory.GetFileSystemEntries(staging.Path));
    }

    [SkippableFact]
    public void Nobody_else_can_look_into_it_and_directories_get_their_permissions_at_the_end()
    {
        Skip.If(OperatingSystem.IsWindows(), "permissions of Unix");
        const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        using (var staging = new StagingDirectory(Target))
        {
            staging.MakeDirectory("closed");
            Assert.Equal(TreeRemoval.OwnerOnly, new DirectoryInfo(staging.Path).UnixFileMode);
            Assert.Equal(TreeRemoval.OwnerOnly, new DirectoryInfo(Path.Combine(staging.Path, "closed")).UnixFileMode);
            staging.Restrict([new(".", Closed), new("closed", Closed | UnixFileMode.SetUser)]);
            staging.Publish();
        }
        Assert.Equal(Closed, new DirectoryInfo(Target).UnixFileMode);
        Assert.Equal(Closed, new DirectoryInfo(Path.Combine(Target, "closed")).UnixFileMode); // not what runs as another user
    }

    [SkippableFact]
    public void A_closed_directory_in_it_can_be_removed()
    {
        Skip.If(OperatingSystem.IsWindows(), "permissions of Unix");
        using (var staging = new StagingDirectory(Target))
        {
            staging.MakeDirectory("closed");
            File.WriteAllText(Path.Combine(staging.Path, "closed", "a"), "");
            staging.Restrict([new("closed", UnixFileMode.None)]);
        }
        Assert.Empty(Names);
    }
}
