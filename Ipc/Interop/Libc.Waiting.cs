using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Waits until one of the descriptors is ready or the deadline has passed; what was returned stands in each of
    /// them.</summary>
    /// <remarks>A signal that comes in between costs a round, no time.</remarks>
    public static void Wait(Span<PollDescriptor> descriptors, Deadline deadline)
    {
        fixed (PollDescriptor* first = descriptors)
        {
            while (poll(first, (nuint)descriptors.Length, deadline.RemainingMilliseconds) == -1)
                if (Errno != Interop.Errno.Interrupted) throw new SystemCallException("poll", Errno);
        }
    }
}
