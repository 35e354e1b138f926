using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Explored.Locks;

public sealed class ExploredBiasedReadersWriterLock
{
    [Fact]
    public void One_thread_at_a_time_is_inside() =>
        Explored.Holds(() => LockScenarios.One_thread_at_a_time_is_inside(new BiasedReadersWriterLock()));

    [Fact]
    public void Three_threads_get_in_one_after_the_other() =>
        Explored.Holds(() => LockScenarios.Three_threads_get_in_one_after_the_other(new BiasedReadersWriterLock()), bound: 1);

    [Fact]
    public void A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever() =>
        Explored.Holds(() => LockScenarios.A_thread_that_comes_back_at_once_shuts_out_nobody_for_ever(new BiasedReadersWriterLock()), bound: 1);

    [Fact]
    public void TryAcquire_gets_in_alone_or_not_at_all() =>
        Explored.Holds(() => LockScenarios.TryAcquire_gets_in_alone_or_not_at_all(new BiasedReadersWriterLock()));

    [Fact]
    public void A_wait_that_times_out_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_leaves_the_lock_to_the_others(new BiasedReadersWriterLock()));

    [Fact]
    public void A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it() =>
        Explored.Holds(() => LockScenarios.A_wait_that_times_out_in_the_line_holds_up_nobody_behind_it(new BiasedReadersWriterLock()), bound: 1);

    [Fact]
    public void A_cancelled_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.A_cancelled_wait_leaves_the_lock_to_the_others(new BiasedReadersWriterLock()));

    [Fact]
    public void An_interrupted_wait_leaves_the_lock_to_the_others() =>
        Explored.Holds(() => LockScenarios.An_interrupted_wait_leaves_the_lock_to_the_others(new BiasedReadersWriterLock()));

    [Fact]
    public void No_reader_is_inside_with_a_writer() =>
        Explored.Holds(() => ReadersWriterScenarios.No_reader_is_inside_with_a_writer(new BiasedReadersWriterLock()));

    [Fact]
    public void Two_readers_and_a_writer_all_get_in() =>
        Explored.Holds(() => ReadersWriterScenarios.Two_readers_and_a_writer_all_get_in(new BiasedReadersWriterLock()), bound: 1);

    [Fact]
    public void Two_readers_are_inside_together() =>
        Explored.Holds(() => ReadersWriterScenarios.Two_readers_are_inside_together(new BiasedReadersWriterLock()));

    // Not that of a writer that gives up: it scans the whole table until its time is up, 20,000 steps and more.
    [Fact]
    public void A_reader_that_gives_up_leaves_no_trace() =>
        Explored.Holds(() => ReadersWriterScenarios.A_reader_that_gives_up_leaves_no_trace(new BiasedReadersWriterLock()));
}
