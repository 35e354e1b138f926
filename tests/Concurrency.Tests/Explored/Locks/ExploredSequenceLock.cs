using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Explored.Locks;

public sealed class ExploredSequenceLock
{
    [Fact]
    public void One_thread_at_a_time_is_inside() =>
        Explored.Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new SequenceLock()));

    [Fact]
    public void Three_threads_get_in_one_after_the_other() =>
        Explored.Holds(() => LockScenarios.Three_threads_get_in_one_after_the_other(new SequenceLock()), bound: 1);

    [Fact]
    public void A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever() =>
        Explored.Holds(() => LockScenarios.A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever(new SequenceLock()), bound: 1);

    [Fact]
    public void TryAcquire_gets_in_alone_or_not_at_all() =>
        Explored.Holds(() => LockScenarios.TryAcquire_gets_in_alone_or_not_at_all(new SequenceLock()));

    [Fact]
    public void A_wait_that_times_out_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_leaves_the_lock_to_the_others(new SequenceLock()));

    [Fact]
    public void A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it(new SequenceLock()), bound: 1);

    [Fact]
    public void A_cancelled_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_cancelled_wait_leaves_the_lock_to_the_others(new SequenceLock()));

    [Fact]
    public void An_interrupted_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.An_interrupted_wait_leaves_the_lock_to_the_others(new SequenceLock()));

    // The fields are volatile in the scenario, because a reader of a sequence lock races by design: it reads, and looks afterwards
    // whether it may believe it.
    [Fact]
    public void A_validated_read_is_of_one_version() => Explored.Holds(() =>
    {
        var (@lock, x, y) = (new SequenceLock(), 0, 0);
        Together.Run(Write, () =>
        {
            var (seenX, seenY) = @lock.Read(() => (Volatile.Read(ref x), Volatile.Read(ref y)));
            Assert.Equal(seenX, seenY);
        });

        void Write()
        {
            @lock.Acquire();
            Volatile.Write(ref x, 1);
            Volatile.Write(ref y, 1);
            @lock.Release();
        }
    });

    [Fact]
    public void A_stamp_is_refused_once_a_writer_was_inside() => Explored.Holds(() =>
    {
        var (@lock, x, y) = (new SequenceLock(), 0, 0);
        Together.Run(Write, Write, () =>
        {
            var stamp = @lock.BeginRead();
            var (seenX, seenY) = (Volatile.Read(ref x), Volatile.Read(ref y));
            if (@lock.Validate(stamp)) Assert.Equal(seenX, seenY);
        });

        void Write()
        {
            @lock.Acquire();
            Volatile.Write(ref x, x + 1);
            Volatile.Write(ref y, y + 1);
            @lock.Release();
        }
    }, bound: 1);
}
