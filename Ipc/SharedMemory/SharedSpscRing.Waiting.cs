// How a side waits for the other one, in three steps, each ten times as dear as the one before:
//
//      look            for SpinTime: the other side is often done within a microsecond
//      sleep           until woken: see RingSleep
//      look into /proc after 20 ms of that, and every 20 ms: has the other side been killed?

using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.SharedMemory;

public sealed unsafe partial class SharedSpscRing
{
    /// <param name="argument">For <paramref name="isThere"/>, which so needs no closure.</param>
    /// <param name="isThere">What is waited for.</param>
    /// <param name="bed">Of this side.</param>
    /// <param name="other">Whose end would make waiting useless.</param>
    /// <param name="timeout">See <see cref="WaitToRead"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    private bool Wait(
        long argument, Func<SharedSpscRing, long, bool> isThere,
        RingSleep bed, RingRole other, TimeSpan timeout, CancellationToken cancel)
    {
        var deadline = Deadline.After(timeout);
        if (isThere(this, argument)) return true;
        if (cancel.IsCancellationRequested || deadline.HasPassed) return false;
        if (Spin(argument, isThere, deadline, cancel)) return true;

        using var wake = bed.WakeOn(cancel);
        var look = Deadline.After(WaitWord.Slice); // into /proc, which takes longer than most waits
        try
        {
            while (true)
            {
                var hasEnded = other.HasLeft || (look.HasPassed && other.HasDied);
                if (isThere(this, argument)) return true; // after the look at the other, whose last deed may have been this
                if (hasEnded || cancel.IsCancellationRequested || deadline.HasPassed) return false;
                if (look.HasPassed) look = Deadline.After(WaitWord.Slice);
                var announced = bed.LieDown();
                if (isThere(this, argument)) return true;
                if (!other.HasLeft) bed.Sleep(announced, deadline);
            }
        }
        finally { bed.GetUp(); }
    }

    // Falling asleep and waking up takes ten microseconds.
    private bool Spin(long argument, Func<SharedSpscRing, long, bool> isThere, Deadline deadline, CancellationToken cancel)
    {
        if (SpinTime <= TimeSpan.Zero) return false;
        var end = Stopwatch.GetTimestamp() + (long)(SpinTime.TotalSeconds * Stopwatch.Frequency);
        do
        {
            for (var looks = 0; looks < 32; looks++)
            {
                if (isThere(this, argument)) return true;
                if (X86Base.IsSupported) X86Base.Pause();
                else if (ArmBase.IsSupported) ArmBase.Yield();
            }
        }
        while (Stopwatch.GetTimestamp() < end && !deadline.HasPassed && !cancel.IsCancellationRequested);
        return false;
    }
}
