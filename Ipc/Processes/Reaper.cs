// One thread that waits for all children at once:
//
//      child 1 ---- pidfd ----+
//      child 2 ---- pidfd ----+---- epoll ---- thread "reaper" ---- calls what was registered for the descriptor
//      child 1 ---- control --+
//
//   I1  What is registered for a descriptor is called on the reaper's thread only, one at a time, and must not block.
//   I2  The thread is a foreground thread exactly while somebody has asked for it: that keeps the process alive until its
//       children, other than daemons, have ended, as a foreground thread does for threads.
//
// A descriptor that is closed and opened again as another one between epoll's answer and our look finds the other's callback:
// called for nothing, which callbacks must bear (they read without blocking, they wait with NoHang).
//
// Shutdown: a background thread, cut off with the process.

using System.Runtime.InteropServices;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Tells when children end and when they have written.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal static unsafe class Reaper
{
    private static readonly Lock _lock = new(); // guards:
    private static readonly Dictionary<int, Action> _onReadable = [];
    private static int _epoll = -1; // not from a static constructor, which would fail for ever if it failed once; set before:
    private static Thread? _thread;
    private static int _reasonsToLive;

    /// <summary>Has <paramref name="onReadable"/> called whenever the descriptor can be read or is at its end.</summary>
    /// <exception cref="SystemCallException">The system watches as many as it can; nothing has changed.</exception>
    public static void Watch(SafeHandle handle, Action onReadable)
    {
        var descriptor = (int)handle.DangerousGetHandle(); // open until Unwatch, by our callers' rule
        lock (_lock)
        {
            if (_thread is null)
            {
                if (_epoll == -1) _epoll = Libc.Check(Libc.epoll_create1(Libc.EpollCloseOnExec), "epoll_create1");
                var thread = new Thread(Run) { Name = "reaper", IsBackground = _reasonsToLive == 0 }; // I2
                thread.Start();
                _thread = thread;
            }
            Libc.EpollControl(_epoll, Libc.EpollAdd, descriptor);
            _onReadable.Add(descriptor, onReadable); // before the thread can look: it needs the lock
        }
    }

    /// <summary>No more calls for this descriptor but one that has begun. To be called before it is closed.</summary>
    public static void Unwatch(SafeHandle handle)
    {
        var descriptor = (int)handle.DangerousGetHandle();
        lock (_lock)
        {
            if (_onReadable.Remove(descriptor)) Libc.EpollControl(_epoll, Libc.EpollRemove, descriptor);
        }
    }

    /// <summary>Keeps this process alive, when its main function has returned, for one reason more, or one less.</summary>
    public static void KeepAlive(bool more)
    {
        lock (_lock)
        {
            _reasonsToLive += more ? 1 : -1;
            if (_thread is not null) _thread.IsBackground = _reasonsToLive == 0; // I2
        }
    }

    /// <summary>Takes the exit status of a child that has ended, if it has; it is gone from the process table then.</summary>
    public static ExitStatus? TryReap(int pid)
    {
        int status;
        int reaped;
        do reaped = Libc.waitpid(pid, &status, Libc.NoHang);
        while (reaped == -1 && Libc.Errno == Errno.Interrupted);
        if (reaped == -1 && Libc.Errno == Errno.NoChild) return ExitStatus.Unknown;
        return Libc.Check(reaped, "waitpid") == 0 ? null : ExitStatus.FromWait(status);
    }

    /// <summary>Waits for the end of a child that was killed, and takes its status.</summary>
    public static void Reap(int pid)
    {
        int status;
        while (Libc.waitpid(pid, &status, 0) == -1 && Libc.Errno == Errno.Interrupted) { }
    }

    private static void Run()
    {
        Span<int> ready = stackalloc int[64];
        while (true)
        {
            var count = Libc.EpollWait(_epoll, ready);
            foreach (var descriptor in ready[..count])
            {
                Action? callback;
                lock (_lock) _onReadable.TryGetValue(descriptor, out callback);
                callback?.Invoke(); // outside the lock: it may call Unwatch
            }
        }
    }
}
