using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Locks;

public sealed class SequenceLockTests : LockContract
{
    private protected override ILock Create() => new SequenceLock();

    private protected override bool WaitersSleep => true;

    private protected override string DisplayWhenFree => "free, sequence 0";

    private protected override string DisplayWhenHeld(int thread) => $"held by thread {thread}, sequence 1";

    [Fact]
    public void A_stamp_is_valid_until_a_writer_comes_and_never_again()
    {
        var @lock = new SequenceLock();
        var stamp = @lock.BeginRead();
        Assert.True(@lock.Validate(stamp));
        @lock.Acquire();
        Assert.False(@lock.Validate(stamp));
        @lock.Release();
        Assert.False(@lock.Validate(stamp));
        Assert.True(@lock.Validate(@lock.BeginRead()));
    }

    [Fact]
    public void BeginRead_waits_while_a_writer_is_inside()
    {
        var @lock = new SequenceLock();
        var written = 0;
        using var runs = new ManualResetEventSlim();
        @lock.Acquire();
        var reader = WorkerThread.Start("reader", () =>
        {
            runs.Set();
            @lock.BeginRead();
            Assert.Equal(1, Volatile.Read(ref written));
        }, background: true);
        Assert.True(runs.Wait(Patience.Long));
        Assert.False(reader.Join(TimeSpan.FromMilliseconds(20)));
        Volatile.Write(ref written, 1);
        @lock.Release();
        reader.Ends();
    }

    [Fact]
    public void A_cancelled_token_ends_the_wait_of_a_reader_but_not_a_read_without_a_wait()
    {
        var @lock = new SequenceLock();
        var cancelled = new CancellationToken(canceled: true);
        Assert.Equal(0, @lock.BeginRead(cancelled));
        WhileAnotherHolds(@lock, _ => Assert.Throws<OperationCanceledException>(() => @lock.BeginRead(cancelled)));
        WhileAnotherHolds(@lock, _ => Assert.Throws<OperationCanceledException>(() => @lock.Read(() => 1, cancelled)));
    }

    [Fact]
    public void The_writer_may_not_begin_to_read()
    {
        var @lock = new SequenceLock();
        @lock.Acquire();
        Assert.Throws<LockRecursionException>(() => @lock.BeginRead());
        Assert.Throws<LockRecursionException>(() => @lock.Read(() => 1));
        @lock.Release();
        Assert.Equal(2, @lock.BeginRead());
    }

    [Fact]
    public void Read_calls_again_when_a_writer_came_between_and_forgets_what_was_thrown_then()
    {
        var @lock = new SequenceLock();
        var calls = 0;
        var result = @lock.Read(() =>
        {
            if (++calls <= 2) Patience.OnAnotherThread(() => @lock.Hold().Dispose());
            return calls == 2 ? throw new DivideByZeroException() : calls;
        });
        Assert.Equal((3, 3), (result, calls));
    }

    [Fact]
    public void Read_passes_on_what_was_thrown_over_whole_data() =>
        Assert.Throws<DivideByZeroException>(() => new SequenceLock().Read<int>(() => throw new DivideByZeroException()));

    [Fact]
    public void A_torn_pair_is_never_validated()
    {
        var @lock = new SequenceLock();
        int x = 0, y = 0, stop = 0, torn = 0, good = 0; // plain reads and writes of x and y: the fences alone order them
        var group = new ThreadGroup();
        group.Start("writer", () =>
        {
            while (Volatile.Read(ref stop) == 0)
            {
                using (@lock.Hold())
                {
                    x++;
                    y++;
                }
                Thread.SpinWait(20);
            }
        }, background: true);
        group.Start("reader", () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                var stamp = @lock.BeginRead();
                int a = y, b = x;
                if (!@lock.Validate(stamp)) continue;
                good++;
                if (a != b) torn++;
            }
            Volatile.Write(ref stop, 1);
        }, background: true);
        group.End();
        Assert.Equal(0, torn);
        Assert.True(good > 0, "no read was ever valid");
        Assert.Equal((x, x), @lock.Read(() => (x, y)));
    }
}
