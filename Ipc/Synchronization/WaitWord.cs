// Sleeping on a number that other processes change:
//
//      sleeper                                   waker, in any process
//      seen = word
//      (seen says: wait)                         word = another value
//      Sleep(seen): the kernel compares, and     Wake(n)
//          sleeps only if word == seen still
//      looks again
//
//   I1  A change between the look and the sleep is not missed: the kernel compares under a lock that Wake takes as well.
//   I2  Nobody sleeps longer than one slice, whatever became of the one who was to wake them.
//
// I2 is what makes all of this folder robust. A peer may be killed between its change and its Wake, or after it was chosen by a
// wake-up that somebody else could have used: both cost one slice, and never a hang. The price is fifty looks a second.

using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Synchronization;

/// <summary>A 32-bit word in shared memory on which threads of all processes can sleep.</summary>
/// <remarks>Any thread may call any member, as long as the memory is attached. Drepper, Futexes Are Tricky, 2011;
/// futex(2).</remarks>
internal sealed unsafe class WaitWord
{
    /// <summary>The longest sleep, 20 ms.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>For <see cref="Wake"/>: all who sleep.</summary>
    public const int All = int.MaxValue;

    private readonly uint* _word; // by Volatile and Interlocked only; a word is changed before Wake is called for it
    private readonly Semaphore? _turnstile; // in place of the futex on Windows, whose WaitOnAddress ends at the process

    /// <param name="word">At an address that 4 divides.</param>
    /// <param name="name">What the word is called in all processes: the name of the region and the place in it.</param>
    public WaitWord(void* word, string name)
    {
        _word = (uint*)word;
        if (OperatingSystem.IsWindows()) _turnstile = new Semaphore(0, int.MaxValue, $@"Local\workbook-{name}");
        else if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException(
                "Sleeping on shared memory needs futex(2) or a named semaphore of Windows; use System.IO.Pipes here.");
    }

    /// <summary>The word as it is now; partner of every write to it.</summary>
    public uint Value => Volatile.Read(ref *_word);

    /// <summary>Sleeps while the word is <paramref name="seen"/>, until woken, until <paramref name="deadline"/>, and at most for
    /// <see cref="Slice"/>. May return for no reason: look again.</summary>
    public void Sleep(uint seen, Deadline deadline) => Sleep(seen, deadline, Slice);

    /// <summary>The same with another limit, at most <see cref="Slice"/>.</summary>
    public void Sleep(uint seen, Deadline deadline, TimeSpan atMost)
    {
        var remaining = deadline.RemainingMilliseconds;
        if (remaining != Timeout.Infinite && remaining < atMost.TotalMilliseconds) atMost = TimeSpan.FromMilliseconds(remaining);
        if (_turnstile is null) Libc.WaitOnWord(_word, seen, atMost);
        else if (Value == seen) _turnstile.WaitOne(atMost); // a wake-up leaves a permit, so that I1 holds here too
    }

    /// <summary>Wakes up to <paramref name="count"/> threads. A system call also when nobody sleeps: ask first.</summary>
    /// <returns>How many it woke, or, on Windows, may have woken.</returns>
    public int Wake(int count)
    {
        if (_turnstile is null) return Libc.WakeWord(_word, count);
        // A permit that nobody took wakes somebody for nothing later on; of more than 64 sleepers the rest sleeps out its slice.
        _turnstile.Release(count = Math.Min(count, 64));
        return count;
    }

    /// <summary>Has a cancellation end the sleep at once. One that falls between the look at the token and the sleep is seen a
    /// slice later. Register and dispose outside of any lock.</summary>
    public CancellationTokenRegistration WakeOn(CancellationToken cancel) =>
        // all: we cannot choose whom, and they look again
        cancel.UnsafeRegister(static word => ((WaitWord)word!).Wake(All), this);
}
