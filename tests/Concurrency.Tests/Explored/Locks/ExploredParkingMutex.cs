using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Explored.Locks;

public sealed class ExploredParkingMutex
{
    [Fact]
    public void One_thread_at_a_time_is_inside() =>
        Explored.Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new ParkingMutex()));

    [Fact]
    public void Three_threads_get_in_one_after_the_other() =>
        Explored.Holds(() => LockScenarios.Three_threads_get_in_one_after_the_other(new ParkingMutex()), bound: 1);

    [Fact]
    public void A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever() =>
        Explored.Holds(() => LockScenarios.A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever(new ParkingMutex()), bound: 1);

    [Fact]
    public void TryAcquire_gets_in_alone_or_not_at_all() =>
        Explored.Holds(() => LockScenarios.TryAcquire_gets_in_alone_or_not_at_all(new ParkingMutex()));

    [Fact]
    public void A_wait_that_times_out_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_leaves_the_lock_to_the_others(new ParkingMutex()));

    [Fact]
    public void A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it(new ParkingMutex()), bound: 1);

    [Fact]
    public void A_cancelled_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_cancelled_wait_leaves_the_lock_to_the_others(new ParkingMutex()));

    [Fact]
    public void An_interrupted_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.An_interrupted_wait_leaves_the_lock_to_the_others(new ParkingMutex()));
}
