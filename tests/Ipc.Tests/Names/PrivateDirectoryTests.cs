using System.Diagnostics;
using System.Runtime.Versioning;
using Workbook.Ipc.Names;

namespace Workbook.Ipc.Tests.Names;

public sealed class PrivateDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("private-directory-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string TheDirectory => Directory.GetDirectories(_root).Single();

    [Fact]
    public void A_path_ends_in_the_name_and_its_kind_and_its_directory_is_there()
    {
        var path = PrivateDirectory.PathIn(_root, "seats", "region");
        Assert.Equal("seats.region", Path.GetFileName(path));
        Assert.Equal(TheDirectory, Path.GetDirectoryName(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("zwölf")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public void A_name_that_is_no_file_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => PrivateDirectory.PathIn(_root, name, "region"));

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void The_directory_is_closed_to_others()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no modes; the temp directory is the user's.");
        PrivateDirectory.PathIn(_root, "seats", "region");
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(TheDirectory));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void A_directory_that_is_open_to_others_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var other = Prepare();
        File.SetUnixFileMode(
            other, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        var refusal = Assert.Throws<UnauthorizedAccessException>(() => PrivateDirectory.PathIn(_root, "seats", "region"));
        Assert.Contains("has mode 704 instead of 700", refusal.Message);
    }

    [SkippableFact]
    public void A_directory_of_somebody_else_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        if (!Environment.IsPrivilegedProcess) // only root can give a directory away; but who is not root has "/" for one
        {
            var root = Assert.Throws<UnauthorizedAccessException>(() => PrivateDirectory.CheckOwner("/"));
            Assert.Contains("belongs to user 0, and you are user", root.Message);
            return;
        }
        var other = Prepare();
        using (var chown = Process.Start("chown", ["65534", other])) chown.WaitForExit();
        var refusal = Assert.Throws<UnauthorizedAccessException>(() => PrivateDirectory.PathIn(_root, "seats", "region"));
        Assert.Contains("belongs to user 65534, and you are user 0", refusal.Message);
        Assert.Contains("set WORKBOOK_SHM", refusal.Message);
    }

    [SkippableFact]
    public void A_link_in_the_place_of_the_directory_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var other = Prepare();
        Directory.Move(other, other + "-elsewhere");
        Directory.CreateSymbolicLink(other, other + "-elsewhere");
        var refusal = Assert.Throws<UnauthorizedAccessException>(() => PrivateDirectory.PathIn(_root, "seats", "region"));
        Assert.Contains("is a link", refusal.Message);
    }

    [SkippableFact]
    public void The_first_use_sweeps_what_nobody_holds_and_nothing_else()
    {
        Skip.If(OperatingSystem.IsWindows());
        var directory = Prepare();
        File.WriteAllText(Path.Combine(directory, "left.region"), "");
        File.WriteAllText(Path.Combine(directory, "half.new"), "");
        File.WriteAllText(Path.Combine(directory, "quiet.fifo"), ""); // a plain file can stand for the FIFO here
        File.WriteAllText(Path.Combine(directory, "quiet.fifo.held"), "");
        var used = Path.Combine(directory, "used.region");
        using (File.OpenHandle(used, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite)) // holds it
        {
            PrivateDirectory.PathIn(_root, "seats", "region");
            Assert.Equal(["used.region"], Directory.GetFiles(directory).Select(Path.GetFileName));
        }
        PrivateDirectory.PathIn(_root, "seats", "region"); // not the first use any more
        Assert.Equal(["used.region"], Directory.GetFiles(directory).Select(Path.GetFileName));
    }

    [SkippableFact]
    public void A_fifo_is_not_opened_by_the_sweep_and_stays_without_its_companion()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var fifo = Path.Combine(Prepare(), "hotline.fifo");
        using (var mkfifo = Process.Start("mkfifo", [fifo])) mkfifo.WaitForExit();
        PrivateDirectory.PathIn(_root, "seats", "region"); // would block for ever if it opened it
        Assert.True(File.Exists(fifo));
    }

    [SkippableFact]
    public void A_fifo_goes_when_nobody_holds_its_companion()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var fifo = Path.Combine(Prepare(), "hotline.fifo");
        using (var mkfifo = Process.Start("mkfifo", [fifo])) mkfifo.WaitForExit();
        File.WriteAllText(fifo + PrivateDirectory.Held, "");
        PrivateDirectory.PathIn(_root, "seats", "region");
        Assert.Empty(Directory.GetFiles(TheDirectory));
    }

    [Fact]
    public void The_lock_of_the_directory_excludes_everybody_else()
    {
        var directory = Prepare();
        var inside = 0;
        var most = 0;
        Parallel.For(0, 20, _ =>
        {
            using var held = PrivateDirectory.Lock(directory);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Yield();
            Interlocked.Decrement(ref inside);
        });
        Assert.Equal(1, most);
    }

    [Fact]
    public void A_directory_that_was_removed_meanwhile_is_made_again()
    {
        PrivateDirectory.PathIn(_root, "seats", "region");
        Directory.Delete(TheDirectory);
        Assert.True(Directory.Exists(Path.GetDirectoryName(PrivateDirectory.PathIn(_root, "seats", "region"))));
    }

    // The directory as a process before this one would have left it: this one has not used it yet.
    private string Prepare()
    {
        var scratch = Directory.CreateTempSubdirectory("private-directory-").FullName;
        PrivateDirectory.PathIn(scratch, "seats", "region");
        var made = Directory.GetDirectories(scratch).Single();
        var target = Path.Combine(_root, Path.GetFileName(made));
        Directory.Move(made, target);
        Directory.Delete(scratch);
        return target;
    }
}
