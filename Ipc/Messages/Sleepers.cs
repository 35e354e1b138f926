// Who waits here for a change elsewhere, in a word of shared memory: how often they were woken, and whether anybody may be
// asleep.
//
//      31                    1   0
//     +------------------------+---+
//     |      wake-ups so far   | s |      s = 1: somebody may be asleep
//     +------------------------+---+
//
// Dekker's way. Each side writes first and looks second, with a full fence between, so that one of the two sees the other:
//
//      here, before it sleeps                         there, after the change
//      [announce]  s = 1 (interlocked: a fence)       [change]  ... and a fence: the release of a mutex, say
//      [look]      no change yet                      [wake]    s = 1? wake-ups + 1, s = 0, wake all
//      Sleep(the word as announced)
//
//   I1  A wake-up between [look] and Sleep is not missed: it has changed the word, and Sleep returns.
//   I2  While somebody sleeps, either s = 1, or a wake-up is under way to all who sleep. One that never arrives, because its
//       process was killed between [change] and [wake], costs a slice of 20 ms (WaitWord).
//
// All are woken, not one: who was woken may be killed before it looks. s may be 1 with nobody asleep, after a timeout or a kill;
// that costs one system call, once.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Messages;

/// <summary>The sleepers of one kind, of all processes, on a word in somebody else's region.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("{Waiting} waiting here, any = {Any}")] // takes no lock
internal sealed unsafe class Sleepers
{
    private const uint Asleep = 1, OneWakeUp = 2;

    private readonly uint* _word; // by Interlocked only, each a full fence
    private readonly WaitWord _sleep;
    private int _waiting; // threads of this process; by Interlocked, for the debugger

    public Sleepers(byte* word, string name)
    {
        _word = (uint*)word;
        _sleep = new WaitWord(word, name);
    }

    /// <summary>Whether anybody may be asleep here, in any process.</summary>
    public bool Any => (Volatile.Read(ref *_word) & Asleep) != 0;

    /// <summary>How many threads of this process wait here; stale by the time it returns.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Counts the calling thread among those who wait here, until the result is disposed.</summary>
    public Stay Enter()
    {
        Interlocked.Increment(ref _waiting);
        return new Stay(this);
    }

    /// <summary>Has a cancellation wake those who sleep. Register and dispose outside of any lock.</summary>
    public CancellationTokenRegistration WakeOn(CancellationToken cancel) => _sleep.WakeOn(cancel);

    /// <summary>Before the last look.</summary>
    /// <returns>For <see cref="Sleep"/>.</returns>
    public uint Announce() => Interlocked.Or(ref *_word, Asleep) | Asleep; // [announce]

    /// <summary>Sleeps until woken, until the deadline, or for 20 ms, and may return for no reason: look again.</summary>
    /// <exception cref="ThreadInterruptedException">By <see cref="Thread.Interrupt"/>, which a sleep in the kernel does not hear
    /// of: it is noticed at its end.</exception>
    public void Sleep(uint announced, Deadline deadline)
    {
        _sleep.Sleep(announced, deadline);
        Thread.CurrentThread.Join(0); // does nothing else
    }

    /// <summary>Has all who sleep here look again. The caller has made the change, and a fence since.</summary>
    public void Wake()
    {
        var word = Volatile.Read(ref *_word);
        while ((word & Asleep) != 0) // [wake]
        {
            var before = Interlocked.CompareExchange(ref *_word, (word + OneWakeUp) & ~Asleep, word);
            if (before == word)
            {
                _sleep.Wake(WaitWord.All);
                return;
            }
            word = before;
        }
    }

    /// <summary>The time between coming and going.</summary>
    public readonly ref struct Stay(Sleepers sleepers)
    {
        public void Dispose() => Interlocked.Decrement(ref sleepers._waiting);
    }
}
