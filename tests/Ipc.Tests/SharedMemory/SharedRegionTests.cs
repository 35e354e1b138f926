using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Names;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Tests.SharedMemory;

public sealed partial class SharedRegionTests
{
    private readonly string _name = $"region-{Guid.NewGuid():N}";

    private string PathOfFile => PrivateDirectory.PathOf(_name, "region");

    [Fact]
    public void A_new_region_is_zero_from_end_to_end()
    {
        using var region = SharedRegion.Create(_name, 10_000);
        Assert.Equal(10_000, region.Size);
        Assert.Equal(Environment.ProcessId, region.CreatorId);
        Assert.Equal(_name, region.Name);
        Assert.Equal(-1, region.AsSpan(0, 10_000).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void What_one_attachment_writes_another_reads()
    {
        using var region = SharedRegion.Create(_name, 16);
        using var other = SharedRegion.Open(_name);
        region.ValueAt<long>(8) = 42;
        Assert.Equal(42, other.ValueAt<long>(8));
        Assert.Equal(16, other.Size);
        Assert.Equal(Environment.ProcessId, other.CreatorId);
    }

    [Fact]
    public void Creating_what_exists_names_the_process_that_made_it()
    {
        using var region = SharedRegion.Create(_name, 16);
        var refusal = Assert.Throws<IOException>(() => SharedRegion.Create(_name, 16));
        Assert.Contains($"'{_name}' exists already: process {Environment.ProcessId} made it", refusal.Message);
        Assert.Empty(Drafts());
    }

    [Fact]
    public void Opening_what_does_not_exist_is_refused()
    {
        var refusal = Assert.Throws<FileNotFoundException>(() => SharedRegion.Open(_name));
        Assert.Contains($"There is no '{_name}'", refusal.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_size_that_is_none_is_refused(long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedRegion.Create(_name, size));

    [SkippableFact]
    public void Unlinking_takes_the_name_away_and_leaves_the_memory()
    {
        Skip.If(OperatingSystem.IsWindows(), "There the name goes with the last user.");
        using var region = SharedRegion.Create(_name, 16);
        using var other = SharedRegion.Open(_name);
        region.Unlink();
        Assert.Throws<FileNotFoundException>(() => SharedRegion.Open(_name));
        region.ValueAt<int>(0) = 7;
        Assert.Equal(7, other.ValueAt<int>(0));
    }

    [SkippableFact]
    public void Unlinking_twice_is_refused_by_whichever_attachment()
    {
        Skip.If(OperatingSystem.IsWindows(), "There it does nothing.");
        using var region = SharedRegion.Create(_name, 16);
        using var other = SharedRegion.Open(_name);
        other.Unlink();
        Assert.Throws<FileNotFoundException>(region.Unlink);
        Assert.Throws<FileNotFoundException>(other.Unlink);
    }

    [SkippableFact]
    public void A_name_that_passed_to_another_region_is_not_unlinked_by_the_old_one()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var old = SharedRegion.Create(_name, 16);
        old.Unlink();
        using var region = SharedRegion.Create(_name, 32);
        Assert.Throws<FileNotFoundException>(old.Unlink);
        old.Dispose();
        using var found = SharedRegion.Open(_name);
        Assert.Equal(32, found.Size);
    }

    [Fact]
    public void The_last_one_to_detach_removes_the_region()
    {
        var region = SharedRegion.Create(_name, 16);
        var other = SharedRegion.Open(_name);
        region.Dispose();
        Assert.True(File.Exists(PathOfFile)); // its creator is gone, somebody else uses it
        other.Dispose();
        Assert.False(File.Exists(PathOfFile));
        other.Dispose(); // may be repeated
    }

    [Fact]
    public void After_Dispose_every_use_is_refused()
    {
        var region = SharedRegion.Create(_name, 16);
        region.Dispose();
        Assert.Throws<ObjectDisposedException>(() => region.AsSpan(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => region.ValueAt<int>(0));
        Assert.Throws<ObjectDisposedException>(region.Verify);
        Assert.Throws<ObjectDisposedException>(region.Unlink);
        Assert.Throws<ObjectDisposedException>(() => region.WriteTicket(new Handover()));
    }

    [Fact]
    public void Access_outside_is_refused()
    {
        using var region = SharedRegion.Create(_name, 16);
        Assert.Equal(0, region.AsSpan(16, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.AsSpan(0, 17).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.AsSpan(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.AsSpan(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.ValueAt<long>(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.ValueAt<long>(long.MaxValue));
    }

    [Fact]
    public void An_anonymous_region_goes_with_its_creator()
    {
        var region = SharedRegion.CreateAnonymous(16);
        var path = region.WriteTicket(new Handover());
        using var other = SharedRegion.FromTicket(path, new Handover());
        Assert.Equal(region.Name, other.Name);
        region.ValueAt<int>(0) = 7;
        region.Dispose();
        Assert.Equal(7, other.ValueAt<int>(0));
        if (!OperatingSystem.IsWindows()) Assert.False(File.Exists(path));
    }

    [Fact]
    public void An_anonymous_region_that_was_unlinked_may_be_disposed()
    {
        var region = SharedRegion.CreateAnonymous(16);
        region.Unlink();
        region.Dispose();
    }

    [SkippableFact]
    public void What_killed_processes_left_behind_is_missing_and_its_name_free()
    {
        Skip.If(OperatingSystem.IsWindows());
        LeaveBehind();
        Assert.Throws<FileNotFoundException>(() => SharedRegion.Open(_name));
        Assert.False(File.Exists(PathOfFile));

        LeaveBehind();
        using var region = SharedRegion.Create(_name, 32);
        Assert.Equal(-1, region.AsSpan(0, 32).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_file_that_is_no_region_is_refused_and_stays()
    {
        File.WriteAllText(PathOfFile, new string('x', 200));
        try
        {
            var refusal = Assert.Throws<InvalidDataException>(() => SharedRegion.Open(_name));
            Assert.Contains("is not a region", refusal.Message);
            Assert.True(File.Exists(PathOfFile));
        }
        finally
        {
            File.Delete(PathOfFile);
        }
    }

    [Theory]
    [InlineData(0, "is truncated: it has 0 bytes")]
    [InlineData(127, "is truncated: it has 127 bytes")]
    [InlineData(128 + 15, "is truncated: its header says 16 bytes, and 15 are there")]
    public void A_truncated_file_is_refused(int length, string reason)
    {
        using var region = SharedRegion.Create(_name, 16);
        Change(file => file.SetLength(length));
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SharedRegion.Open(_name)).Message);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(region.Verify).Message);
    }

    [Theory]
    [InlineData(8, 7, "has version 7 of the layout, and this library has 1")]
    [InlineData(24, 0, "is half made")]
    [InlineData(16, 0, "is truncated: its header says 0 bytes")]
    [InlineData(0, 0, "is not a region")]
    public void A_header_that_is_not_ours_is_refused(int offset, byte value, string reason)
    {
        using var region = SharedRegion.Create(_name, 16);
        Change(file =>
        {
            file.Position = offset;
            file.WriteByte(value);
        });
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SharedRegion.Open(_name)).Message);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(region.Verify).Message);
    }

    [Fact]
    public void A_region_that_was_overwritten_by_another_one_is_told()
    {
        using var region = SharedRegion.Create(_name, 16);
        region.Verify();
        Change(file =>
        {
            file.Position = 16;
            file.WriteByte(8);
        });
        var refusal = Assert.Throws<InvalidDataException>(region.Verify);
        Assert.Contains("was overwritten: it was a region of 16 bytes", refusal.Message);
        Assert.Equal(16, region.Size); // I3
    }

    [SkippableFact]
    public void A_full_disk_is_told_at_creation_and_leaves_nothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        if (!Environment.IsPrivilegedProcess) // only root may mount the small disk: then more than the whole of the usual one
        {
            var drive = new DriveInfo(Path.GetDirectoryName(PathOfFile)!);
            Assert.Equal("tmpfs", drive.DriveFormat); // another file system would fill itself up first
            Assert.Equal(Errno.NoSpace, RefusalOf(PathOfFile, 2 * drive.TotalSize));
            return;
        }
        var root = Directory.CreateTempSubdirectory("small-disk-").FullName;
        Assert.Equal(0, mount("tmpfs", root, "tmpfs", 0, "size=256k"));
        try
        {
            var path = PrivateDirectory.PathIn(root, _name, "region");
            Assert.Equal(Errno.NoSpace, RefusalOf(path, 1 << 20));
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));

            using var region = SharedRegion.CreateAt(path, 128 << 10, isAnonymous: false); // what fits
            region.AsSpan(0, 128 << 10).Fill(1);                                              // and is there indeed
        }
        finally
        {
            Assert.Equal(0, umount(root));
            Directory.Delete(root);
        }
    }

    [SkippableFact]
    public void A_limit_on_the_size_of_files_is_told_like_a_full_disk()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        var root = Directory.CreateTempSubdirectory("limited-").FullName;
        try
        {
            using var child = ChildProcess.Start(CreateBeyondTheLimit, root, _name); // the limit is the whole process's
            Assert.Equal(Errno.FileTooLarge, child.Result());
            Assert.Empty(Directory.GetFiles(root, "*", SearchOption.AllDirectories));
        }
        finally { Directory.Delete(root, recursive: true); }
    }

    internal static int CreateBeyondTheLimit(string root, string name)
    {
        const int FileSize = 1, SizeSignal = 25, Ignore = 1; // RLIMIT_FSIZE, SIGXFSZ, SIG_IGN
        signal(SizeSignal, Ignore);
        Assert.Equal(0, setrlimit(FileSize, [256 << 10, 256 << 10]));
        var path = PrivateDirectory.PathIn(root, name, "region");
        var reason = RefusalOf(path, 1 << 20);
        using var region = SharedRegion.CreateAt(path, 128 << 10, isAnonymous: false); // what is allowed
        region.AsSpan(0, 128 << 10).Fill(1);
        return reason;
    }

    private static int RefusalOf(string path, long size)
    {
        var refusal = Assert.Throws<IOException>(() => SharedRegion.CreateAt(path, size, isAnonymous: false));
        Assert.Contains("There is no room", refusal.Message);
        return Assert.IsType<SystemCallException>(refusal.InnerException).Errno;
    }

    [Fact]
    public void An_opener_never_sees_a_region_that_is_not_complete()
    {
        var isDone = false;
        var opener = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                try
                {
                    using var region = SharedRegion.Open(_name);
                    Assert.Equal(100_000, region.Size);
                }
                catch (FileNotFoundException)
                {
                }
            }
        });
        opener.Start();
        for (var i = 0; i < 50; i++)
        {
            try
            {
                SharedRegion.Create(_name, 100_000).Dispose();
            }
            catch (IOException)
            {
                // the opener is still attached to the one before
            }
        }
        Volatile.Write(ref isDone, true);
        opener.Join(); // an unhandled exception over there would have ended the process
        Assert.False(File.Exists(PathOfFile));
    }

    [Fact]
    public void Of_many_who_create_one_name_exactly_one_succeeds()
    {
        var regions = new SharedRegion?[8];
        Parallel.For(0, 8, i =>
        {
            try
            {
                regions[i] = SharedRegion.Create(_name, 64);
            }
            catch (IOException)
            {
            }
        });
        Assert.Single(regions, region => region != null);
        foreach (var region in regions) region?.Dispose();
        Assert.Empty(Drafts());
    }

    [SkippableFact]
    public void Touching_what_was_truncated_away_ends_the_process_and_Verify_tells_before()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var step = SharedValue<int>.CreateAnonymous();
        using var region = SharedRegion.Create(_name, 100_000);
        using var child = ChildProcess.Start(TouchTheEnd, region, step, new ChildOptions { Error = StreamTarget.Null });
        Assert.True(SpinWait.SpinUntil(() => step.Value == 1, TimeSpan.FromSeconds(30)));
        Change(file => file.SetLength(4096));
        step.Value = 2;
        Assert.True(child.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal(3, step.Value);         // Verify had told
        Assert.Equal(-6, child.ExitCode);    // SIGABRT, by which the runtime passes on SIGBUS; no catch has seen it
    }

    internal static void TouchTheEnd(SharedRegion region, SharedValue<int> step)
    {
        region.Verify();
        step.Value = 1;
        SpinWait.SpinUntil(() => step.Value == 2);
        try
        {
            region.Verify();
        }
        catch (InvalidDataException)
        {
            step.Value = 3;
        }
        try
        {
            region.AsSpan(99_999, 1)[0]++;
            step.Value = 4;
        }
        catch (Exception)
        {
            step.Value = 5;
        }
    }

    [Fact]
    public void The_debugger_shows_name_size_and_creator()
    {
        var display = typeof(SharedRegion).GetCustomAttribute<DebuggerDisplayAttribute>()!;
        Assert.Equal("{Name}, {Size} bytes, created by {CreatorId}", display.Value);
    }

    private void Change(Action<FileStream> change)
    {
        using var file = new FileStream(PathOfFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        change(file);
    }

    // A file that nobody holds: a copy has no holder.
    private void LeaveBehind()
    {
        using var region = SharedRegion.CreateAnonymous(16);
        region.AsSpan(0, 16).Fill(1);
        File.Copy(region.WriteTicket(new Handover()), PathOfFile);
    }

    private string[] Drafts() => Directory.GetFiles(Path.GetDirectoryName(PathOfFile)!, "*.new");

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int umount(string target);

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, ReadOnlySpan<ulong> softAndHard);
}
