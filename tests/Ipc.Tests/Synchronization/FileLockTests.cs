using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Tests;
using Workbook.Concurrency.Tests.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

/// <summary>One object for all threads: what keeps them apart is its mutex.</summary>
public sealed class FileLockTests : LockContract, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"file-lock-{Guid.NewGuid():N}");
    private readonly List<FileLock> _made = [];

    private protected override ILock Create() => Make();

    private protected override bool WaitersSleep => true;

    private protected override string DisplayWhenFree => $"{Path.GetFileName(_path)}, here free";

    private protected override string DisplayWhenHeld(int thread) => $"{Path.GetFileName(_path)}, here held by thread {thread}";

    private FileLock Make()
    {
        _made.Add(new FileLock(_path));
        return _made[^1];
    }

    public void Dispose()
    {
        foreach (var made in _made) made.Dispose();
        File.Delete(_path);
    }

    private static void HoldsForEver(string path, SharedEvent held)
    {
        new FileLock(path).Acquire();
        held.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    [Fact]
    public void A_process_that_is_killed_lets_go()
    {
        var mine = Make();
        using var held = SharedEvent.CreateAnonymous();
        using (var child = ChildProcess.Start(HoldsForEver, _path, held))
        {
            Assert.True(held.Wait(TimeSpan.FromSeconds(60)));
            Assert.False(mine.TryAcquire());
            Assert.False(Patience.NotEarlierThan(Short, () => mine.TryAcquire(Short)));
            child.Kill();
            child.Join();
        }
        Assert.True(mine.TryAcquire());
    }

    [Fact]
    public void The_file_is_made_for_its_owner_alone_and_stays()
    {
        Make().Dispose();
        Assert.True(File.Exists(_path));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void The_locked_file_can_be_written_and_keeps_what_was_in_it()
    {
        File.WriteAllText(_path, "before ");
        var @lock = Make();
        using (@lock.Hold()) RandomAccess.Write(@lock.File, "after"u8, RandomAccess.GetLength(@lock.File));
        Assert.Equal("before after", File.ReadAllText(_path));
        Assert.Equal(_path, @lock.Path);
    }

    [Fact]
    public void A_file_stream_collides_with_the_lock()
    {
        var @lock = Make();
        using (@lock.Hold()) Assert.Throws<IOException>(() => File.ReadAllText(_path));
        using (File.OpenRead(_path)) Assert.False(@lock.TryAcquire());
        Assert.True(@lock.TryAcquire());
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_refused()
    {
        Assert.ThrowsAny<IOException>(() => new FileLock(Path.Combine(_path, "below a missing directory")));
        Assert.Throws<ArgumentException>(() => new FileLock(""));
        Assert.Throws<UnauthorizedAccessException>(() => new FileLock(Path.GetTempPath())); // a directory
    }

    [Fact]
    public void Dispose_lets_go_and_ends_its_use()
    {
        var first = Make();
        var second = Make();
        first.Acquire();
        Assert.False(second.TryAcquire());
        first.Dispose();
        Assert.True(second.TryAcquire());
        Assert.Throws<ObjectDisposedException>(() => first.TryAcquire());
        first.Release(); // of what it held; the second one still has the file
        Assert.True(second.IsHeldByCurrentThread);
        first.Dispose();
        Patience.OnAnotherThread(() => Assert.False(Make().TryAcquire()));
    }

    [Theory]
    [InlineData(-1)] // sleeps in the kernel
    [InlineData(60_000)]
    public void A_thread_that_waits_in_a_disposed_lock_does_not_get_it(int timeoutMs)
    {
        var holder = Make();
        var disposed = Make();
        holder.Acquire();
        var waiter = WorkerThread.Start("waiter", () =>
            Assert.Throws<ObjectDisposedException>(() => disposed.TryAcquire(TimeSpan.FromMilliseconds(timeoutMs))), background: true);
        Patience.Until(() => DebuggerText.Of(disposed).Contains("held by thread"), "it has the mutex and is on its way to the file");
        disposed.Dispose();
        holder.Release();
        Patience.MustEnd(waiter);
        Assert.True(holder.TryAcquire());
    }
}

/// <summary>One object for each thread: what keeps them apart is the lock on the file, as between processes.</summary>
public sealed class FileLockPerThreadTests : LockContract, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"file-lock-{Guid.NewGuid():N}");
    private readonly ConcurrentBag<FileLock> _made = [];

    private protected override ILock Create() => new PerThread(this);

    private protected override string DisplayWhenHeld(int thread) => "free"; // to others

    public void Dispose()
    {
        foreach (var made in _made) made.Dispose();
        File.Delete(_path);
    }

    [DebuggerDisplay("{Display,nq}")]
    private sealed class PerThread(FileLockPerThreadTests tests) : ILock
    {
        private readonly ThreadLocal<FileLock> _mine = new(() =>
        {
            var made = new FileLock(tests._path);
            tests._made.Add(made);
            return made;
        });

        private string Display => IsHeldByCurrentThread ? "held" : "free";

        public bool IsHeldByCurrentThread => _mine.Value!.IsHeldByCurrentThread;

        public void Acquire(CancellationToken cancel = default) => _mine.Value!.Acquire(cancel);

        public bool TryAcquire() => _mine.Value!.TryAcquire();

        public bool TryAcquire(TimeSpan timeout, CancellationToken cancel = default) => _mine.Value!.TryAcquire(timeout, cancel);

        public void Release() => _mine.Value!.Release();
    }
}
