using System.Security.Cryptography;
using Workbook.Examples.Processes.TreeCopying;

namespace Workbook.Examples.Tests.Chapter5;

public sealed class FileCopierTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("workbook-test-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private CopyJob Job(byte[] contents, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = Path.Combine(_home, "from");
        File.WriteAllBytes(path, contents);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        return new CopyJob(7, new PlannedFile("from", contents.Length, File.GetLastWriteTimeUtc(path), mode), path,
            Path.Combine(_home, "to"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public void Contents_time_and_permissions_are_copied_and_the_hash_is_that_of_the_contents(int length)
    {
        var contents = new byte[length];
        new Random(length).NextBytes(contents);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead;
        var job = Job(contents, Mode);

        var copied = FileCopier.Copy(job);

        Assert.Equal(contents, File.ReadAllBytes(job.To));
        Assert.Equal(new CopiedFile(7, Environment.ProcessId, Convert.ToHexStringLower(SHA256.HashData(contents))), copied);
        Assert.Equal(job.File.Written, File.GetLastWriteTimeUtc(job.To));
        if (!OperatingSystem.IsWindows()) Assert.Equal(Mode, File.GetUnixFileMode(job.To));
    }

    [Fact]
    public void It_may_be_repeated_after_an_attempt_that_was_cut_off()
    {
        var job = Job([1, 2, 3]);
        File.WriteAllBytes(job.To, new byte[100]); // more than there is to copy
        FileCopier.Copy(job);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(job.To));
    }

    [Fact]
    public void A_file_that_was_changed_since_the_plan_is_refused()
    {
        var job = Job([1, 2, 3]);
        var longer = job with { File = job.File with { Length = 2 } };
        var older = job with { File = job.File with { Written = job.File.Written.AddSeconds(-1) } };
        foreach (var changed in (CopyJob[])[longer, older])
            Assert.Equal("from was changed while it was copied",
                Assert.Throws<CopyException>(() => FileCopier.Copy(changed)).Message);
    }

    [Fact]
    public void A_file_that_is_gone_is_told_by_name()
    {
        var job = Job([1]);
        File.Delete(job.From);
        Assert.StartsWith("from was not copied: ", Assert.Throws<CopyException>(() => FileCopier.Copy(job)).Message);
    }
}
