// How one side sleeps until the other has moved, without making the other one pay for it:
//
//      sleeper                                 mover, for each message
//      word = 1                  [announce]    position = ...            [publish]
//      barrier everywhere        [barrier]     if (word == 0) done       [ask]       two plain accesses, no fence
//      nothing yet?              [look]        word = 0, wake            [wake]
//      sleep while word == 1
//
//   I1  Either [look] sees the position, or [ask] sees the word.
//
// A store and a later load of something else may pass each other on every processor there is, so both sides would need a full
// fence in between, and the mover's would stand in the way of every message: it waits until the store has reached the other core.
// membarrier(2) makes all running threads of registered processes pass one at a moment of the sleeper's choice, who has time.
//
// A process that cannot have that (an old kernel, a filter of system calls) says so in the word: then everybody fences, always.

using System.Runtime.CompilerServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.SharedMemory;

/// <summary>One side's bed: the side sleeps there, the other one wakes it.</summary>
/// <remarks>With many on the side, a wake-up is for all of them, as nobody knows who died asleep; and nobody who gets up clears
/// the word, on which others may be asleep: that costs the other side one wake-up for nobody.</remarks>
internal sealed unsafe class RingSleep
{
    private const uint Asleep = 1, FenceAlways = 2;

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
        if (Volatile.Read(ref *_word) != 0) Wake(); // [ask]
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake()
    {
        Interlocked.MemoryBarrier(); // needed with FenceAlways only
        if ((Interlocked.And(ref *_word, FenceAlways) & Asleep) != 0) _wait.Wake(_isForMany ? WaitWord.All : 1);
    }

    /// <summary>For the sleeper: [announce], [barrier]. Look once more before <see cref="Sleep"/>, and <see cref="GetUp"/> in any
    /// case.</summary>
    public void LieDown()
    {
        Interlocked.Or(ref *_word, Asleep);
        if (_hasBarriers) Libc.BarrierEverywhere();
    }

    /// <summary>Sleeps until woken, for one slice at most.</summary>
    public void Sleep(Deadline deadline)
    {
        var word = Volatile.Read(ref *_word);
        if ((word & Asleep) != 0) _wait.Sleep(word, deadline);
    }

    public void GetUp()
    {
        if (!_isForMany && (Volatile.Read(ref *_word) & Asleep) != 0) Interlocked.And(ref *_word, FenceAlways);
    }

    /// <inheritdoc cref="WaitWord.WakeOn"/>
    public CancellationTokenRegistration WakeOn(CancellationToken cancel) => _wait.WakeOn(cancel);
}
