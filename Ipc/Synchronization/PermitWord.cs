// A count on which threads sleep while it is zero:
//
//      31  30                    0
//      +---+---------------------+      s: somebody may be asleep, so Give has to wake
//      | s |       permits       |
//      +---+---------------------+      sleepers sleep on the value: s, no permits
//
//   I1  Permits are never negative, and never beyond the maximum: each change is one compare-and-swap that looked first.
//   I2  Whoever sleeps put s there, or saw it.
//   I3  s is taken away only by a Give that woke nobody, if nothing has changed since it gave.
//
// I3 needs care, for a thread that has put s there may be just about to sleep: it will find another value than s and look again.
// Somebody may take that very permit, and a third one go to sleep, before the Give takes s away from the same value given once
// more by a fourth: the third then sleeps out its slice. That is the price of one word in place of two, and of no counter of
// waiters, which a killed waiter would leave too high for ever.

using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Synchronization;

/// <summary>The part that semaphore and turnstile share.</summary>
internal sealed unsafe class PermitWord
{
    public const uint Sleepers = 1u << 31;

    private const int Looks = 60; // before a waiter sleeps: some microseconds

    private readonly uint* _word; // by Interlocked only, each a full fence
    private readonly WaitWord _sleepers;

    public PermitWord(void* memory, string name)
    {
        _word = (uint*)memory;
        _sleepers = new WaitWord(memory, name);
    }

    /// <summary>Permits that are free now.</summary>
    public int Count => (int)(_sleepers.Value & ~Sleepers);

    /// <summary>Whether somebody may be asleep; a waiter that was killed keeps this true until the next Give.</summary>
    public bool HasSleepers => (_sleepers.Value & Sleepers) != 0;

    public bool TryTake()
    {
        var seen = _sleepers.Value;
        while ((seen & ~Sleepers) != 0)
        {
            var before = Interlocked.CompareExchange(ref *_word, seen - 1, seen);
            if (before == seen) return true;
            seen = before;
        }
        return false;
    }

    /// <returns>False when the time was over or <paramref name="cancel"/> fired first.</returns>
    public bool TryTake(Deadline deadline, CancellationToken cancel)
    {
        if (TryTake()) return true;
        if (!cancel.IsCancellationRequested && !deadline.HasPassed && Spin()) return true;

        using var wake = _sleepers.WakeOn(cancel);
        while (true)
        {
            var isLast = cancel.IsCancellationRequested || deadline.HasPassed;
            if (TryTake()) return true;
            if (isLast) return false;
            if (Interlocked.CompareExchange(ref *_word, Sleepers, 0) is 0 or Sleepers) _sleepers.Sleep(Sleepers, deadline); // I2
        }
    }

    /// <returns>False when more than <paramref name="maximum"/> would be free; nothing has changed then.</returns>
    public bool TryGive(int count, int maximum)
    {
        var seen = _sleepers.Value;
        while (true)
        {
            if (count > maximum - (int)(seen & ~Sleepers)) return false;
            var before = Interlocked.CompareExchange(ref *_word, seen + (uint)count, seen);
            if (before == seen) break;
            seen = before;
        }
        if ((seen & Sleepers) != 0 && _sleepers.Wake(count) == 0) // as many as can go on
            Interlocked.CompareExchange(ref *_word, seen + (uint)count & ~Sleepers, seen + (uint)count); // I3
        return true;
    }

    /// <summary>Takes all permits away. Wakes nobody.</summary>
    public void Clear() => Interlocked.And(ref *_word, Sleepers);

    private bool Spin()
    {
        for (var looks = Environment.ProcessorCount > 1 ? Looks : 0; looks > 0; looks--)
        {
            if (TryTake()) return true;
            Thread.SpinWait(4);
        }
        return false;
    }
}
