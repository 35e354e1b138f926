using System.Runtime.InteropServices;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    public const int EpollCloseOnExec = 0x80000, EpollAdd = 1, EpollRemove = 2;
    public const uint EpollIn = 1;

    // struct epoll_event is packed on x64 only: 4 bytes of events and 8 of data right behind them, 12 in all; elsewhere 16.
    private static readonly int _dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* events, int count, int milliseconds);

    /// <summary>Has <paramref name="epoll"/> tell when the descriptor becomes readable, or no longer.</summary>
    public static void EpollControl(int epoll, int operation, int descriptor)
    {
        var change = stackalloc byte[16];
        *(uint*)change = EpollIn;
        *(int*)(change + _dataOffset) = descriptor;
        Check(epoll_ctl(epoll, operation, descriptor, change), "epoll_ctl");
    }

    /// <summary>Blocks until one is ready; writes the ready descriptors and returns how many. 0 after a signal.</summary>
    public static int EpollWait(int epoll, Span<int> ready)
    {
        var events = stackalloc byte[16 * ready.Length];
        var count = epoll_wait(epoll, events, ready.Length, milliseconds: -1);
        if (count == -1 && Errno == Interop.Errno.Interrupted) return 0;
        Check(count, "epoll_wait");
        for (var i = 0; i < count; i++) ready[i] = *(int*)(events + i * (_dataOffset + 8) + _dataOffset);
        return count;
    }
}
