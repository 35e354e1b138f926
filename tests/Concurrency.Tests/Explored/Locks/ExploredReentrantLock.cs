using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Explored.Locks;

public sealed class ExploredReentrantLock
{
    [Fact]
    public void One_thread_at_a_time_is_inside() =>
        Explored.Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new ReentrantLock()));

    [Fact]
    public void Three_threads_get_in_one_after_the_other() =>
        Explored.Holds(() => LockScenarios.Three_threads_get_in_one_after_the_other(new ReentrantLock()), bound: 1);

    [Fact]
    public void A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever() =>
        Explored.Holds(() => LockScenarios.A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever(new ReentrantLock()), bound: 1);

    [Fact]
    public void TryAcquire_gets_in_alone_or_not_at_all() =>
        Explored.Holds(() => LockScenarios.TryAcquire_gets_in_alone_or_not_at_all(new ReentrantLock()));

    [Fact]
    public void A_wait_that_times_out_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_leaves_the_lock_to_the_others(new ReentrantLock()));

    [Fact]
    public void A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it(new ReentrantLock()), bound: 1);

    [Fact]
    public void A_cancelled_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_cancelled_wait_leaves_the_lock_to_the_others(new ReentrantLock()));

    [Fact]
    public void An_interrupted_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.An_interrupted_wait_leaves_the_lock_to_the_others(new ReentrantLock()));

    [Fact]
    public void The_inner_release_lets_nobody_in() => Explored.Holds(() =>
    {
        var (@lock, entries) = (new ReentrantLock(), 0);
        Together.Run(Enter, Enter);
        Assert.Equal(4, entries);

        void Enter()
        {
            @lock.Acquire();
            @lock.Acquire();
            entries++;
            @lock.Release();
            entries++; // still inside
            @lock.Release();
        }
    });
}
