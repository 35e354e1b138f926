using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Workbook.Ipc.Tests.Pipes;

/// <summary>A thread that is to block in the kernel: we see there, not by the clock, that it does.</summary>
internal sealed partial class BlockedThread
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30); // never reached

    private readonly Thread _thread;
    private volatile int _id;
    private volatile Exception? _failure;

    private BlockedThread(Action body)
    {
        _thread = new Thread(() =>
        {
            _id = gettid();
            try { body(); }
            catch (Exception e) { _failure = e; }
        })
        { Name = "blocked thread", IsBackground = true };
    }

    /// <summary>Starts it, and returns once it sleeps in one of these calls, by their numbers on x64: read 0, write 1, poll 7,
    /// writev 20.</summary>
    public static BlockedThread StartIn(Action body, params int[] calls)
    {
        var blocked = Start(body);
        blocked.UntilIn(calls.Length == 0 ? [0, 1, 7, 20] : calls);
        return blocked;
    }

    /// <summary>Starts it, wherever it may be when this returns.</summary>
    public static BlockedThread Start(Action body)
    {
        var blocked = new BlockedThread(body);
        blocked._thread.Start();
        return blocked;
    }

    public bool HasEnded => !_thread.IsAlive;

    public void UntilIn(params int[] calls) => Assert.True(
        SpinWait.SpinUntil(() => _failure is not null || calls.Contains(SystemCall()), Bound), "the thread does not block");

    /// <summary>Sends it a signal, which ends a poll(2) with EINTR.</summary>
    /// <returns>False when it has ended, or has not begun.</returns>
    public bool Signal(int signal) => _id != 0 && tgkill(234, Environment.ProcessId, _id, signal) == 0;

    /// <summary>Waits for its end, and throws what it threw.</summary>
    public void Ends()
    {
        Assert.True(_thread.Join(Bound), "the thread did not end");
        if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    // "7 0x7f..." while it sleeps in a call, "running" otherwise.
    private int SystemCall()
    {
        if (_id == 0) return -1;
        try { return int.TryParse(File.ReadAllText($"/proc/self/task/{_id}/syscall").Split(' ')[0], out var call) ? call : -1; }
        catch (IOException) { return -1; } // it has ended
    }

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial int tgkill(nint number, int process, int thread, int signal);
}
