namespace Workbook.Ipc.Interop;

/// <summary>The reasons that code here asks for, as Linux numbers them on all its architectures that .NET runs on.</summary>
internal static class Errno
{
    public const int NoSuchFile = 2, NoSuchProcess = 3, Interrupted = 4, NoChild = 10, TryAgain = 11, Access = 13, Exists = 17,
        FileTooLarge = 27, NoSpace = 28, BrokenPipe = 32, TimedOut = 110, ConnectionReset = 104, QuotaExceeded = 122;
    public const int NotPermitted = 1, NotExecutable = 8;
}
