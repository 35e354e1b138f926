// How one side sleeps until the other has moved, without making the other one pay for it:
//
//      31                    2   1   0
//     +------------------------+---+---+     s: somebody may be asleep      f: always fence
//     |    wake-ups so far     | f | s |
//     +------------------------+---+---+
//
//      sleeper                                 mover, for each message
//      s = 1                     [announce]    position = ...            [publish]
//      barrier everywhere        [barrier]     if (s == 0) done          [ask]       two plain accesses, no fence
//      nothing yet?              [look]        wake-ups + 1, s = 0       [wake]
//      sleep while the word is as announced
//
//   I1  Either [look] sees the position, or [ask] sees s.
//   I2  A wake-up between [announce] and the sleep is not missed, whoever else has announced since: the number has changed.
//
// A store and a later load of something else may pass each other on every processor there is, so both sides would need a full
// fence in between, and the mover's would stand in the way of every message: it waits until the store has reached the other core.
// membarrier(2) makes all running threads of registered processes pass one at a moment of the sleeper's choice, who has time.
//
// A process that cannot have that (an old kernel, a filter of system calls) says so in the word, with f: then everybody fences,
// always. A message that is just being published when the first such process comes may be missed: a slice of 20 ms, once.

using System.Runtime.CompilerServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.SharedMemory;

/// <summary>One side's bed: the side sleeps there, the other one wakes it.</summary>
/// <remarks>With many on the side, a wake-up is for all of them, as nobody knows who died asleep; and nobody who gets up clears
/// s, on which others may be asleep: that costs the other side one wake-up for nobody.</remarks>
internal sealed unsafe class RingSleep
{
    private const uint Asleep = 1, FenceAlways = 2, OneWakeUp = 4;

    private static readonly bool _hasBarriers = Libc.RegisterForBarriers(); // once in a process

    private readonly uint* _word;
    private readonly WaitWord _wait;
    private readonly bool _isForMany;

    public RingSleep(uint* word, string name, bool isForMany = false)
    {
        _isForMany = isForMany;
        _word = word;
        _wait = new WaitWord(word, name);
        if (!_hasBarriers) Interlocked.Or(ref *word, FenceAlways);
    }

    /// <summary>For the mover, after it has published: wakes the other side if that sleeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WakeIfAsleep()
    {
        if ((Volatile.Read(ref *_word) & (Asleep | FenceAlways)) != 0) Wake(); // [ask]
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake()
    {
        Interlocked.MemoryBarrier(); // needed with f only
        var word = Volatile.Read(ref *_word);
        while ((word & Asleep) != 0) // [wake]
        {
            var before = Interlocked.CompareExchange(ref *_word, (word & ~Asleep) + OneWakeUp, word);
            if (before == word)
            {
                _wait.Wake(_isForMany ? WaitWord.All : 1);
                return;
            }
            word = before;
        }
    }

    /// <summary>For the sleeper: [announce], [barrier]. Look once more before <see cref="Sleep"/>, and <see cref="GetUp"/> in any
    /// case.</summary>
    /// <returns>For <see cref="Sleep"/>.</returns>
    public uint LieDown()
    {
        var announced = Interlocked.Or(ref *_word, Asleep) | Asleep;
        if (_hasBarriers) Libc.BarrierEverywhere();
        else Interlocked.MemoryBarrier();
        return announced;
    }

    /// <summary>Sleeps until woken, for one slice at most; not at all if woken since <see cref="LieDown"/>.</summary>
    public void Sleep(uint announced, Deadline deadline) => _wait.Sleep(announced, deadline); // I2

    public void GetUp()
    {
        if (!_isForMany && (Volatile.Read(ref *_word) & Asleep) != 0) Interlocked.And(ref *_word, ~Asleep);
    }

    /// <inheritdoc cref="WaitWord.WakeOn"/>
    public CancellationTokenRegistration WakeOn(CancellationToken cancel) => _wait.WakeOn(cancel);
}
