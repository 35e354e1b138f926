using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.Tests.Synchronization;

public sealed unsafe class WaitWordTests : SynchronizationTests
{
    private readonly struct Memory() : IDisposable
    {
        public readonly uint* Word = (uint*)NativeMemory.AlignedAlloc(8, 8);

        public void Dispose() => NativeMemory.AlignedFree(Word);
    }

    [Fact]
    public void A_sleep_on_another_value_returns_at_once_and_one_on_this_value_after_a_slice()
    {
        using var memory = new Memory();
        *memory.Word = 7;
        var word = new WaitWord(memory.Word, "word");
        Assert.Equal(7u, word.Value);
        for (var i = 0; i < 1000; i++) word.Sleep(8, Deadline.Never); // 20 s if each took a slice
        // A sleep may end for no reason; that all of ten do is not possible unless none sleeps.
        NotEarlierThan(TimeSpan.FromMilliseconds(19), () => { for (var i = 0; i < 10; i++) word.Sleep(7, Deadline.Never); });
    }

    [Fact]
    public void A_deadline_shortens_the_slice()
    {
        using var memory = new Memory();
        *memory.Word = 7;
        var word = new WaitWord(memory.Word, "word");
        var deadline = Deadline.After(TimeSpan.FromMilliseconds(2));
        while (!deadline.HasPassed) word.Sleep(7, deadline);
        word.Sleep(7, deadline); // nothing is left
    }

    [Fact]
    public void Wake_wakes_as_many_as_it_says()
    {
        using var memory = new Memory();
        *memory.Word = 0;
        var word = new WaitWord(memory.Word, "word");
        Assert.Equal(0, word.Wake(WaitWord.All));
        var stop = 0;
        var sleeper = Start(() => { while (Volatile.Read(ref stop) == 0) word.Sleep(0, Deadline.Never); });
        Until(() => word.Wake(1) == 1, "somebody was asleep and woken");
        Volatile.Write(ref stop, 1);
        End(sleeper);
    }

    [Fact]
    public void A_cancellation_ends_the_sleep()
    {
        using var memory = new Memory();
        *memory.Word = 0;
        var word = new WaitWord(memory.Word, "word");
        using var source = new CancellationTokenSource();
        var sleeper = Start(() =>
        {
            using var wake = word.WakeOn(source.Token);
            while (!source.IsCancellationRequested) word.Sleep(0, Deadline.Never);
        });
        source.Cancel();
        End(sleeper);
    }
}
