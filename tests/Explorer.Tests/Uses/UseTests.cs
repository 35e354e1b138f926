using System.Reflection;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Uses;

/// <summary>No correct use of a type is called wrong, each wrong one is, and for what it is.</summary>
public class UseTests
{
    /// <summary>Name and behaviours; how many there are says whether steps that commute are taken to.</summary>
    public static TheoryData<string, int> Correct => new()
    {
        { nameof(CorrectUses.Threads_start_and_join), 1 },
        { nameof(CorrectUses.Threads_that_are_seen_to_have_ended), 3 },
        { nameof(CorrectUses.Threads_that_an_interrupt_wakes), 2 },
        { nameof(CorrectUses.Monitor_excludes), 2 },
        { nameof(CorrectUses.Monitor_hands_over), 2 },
        { nameof(CorrectUses.Monitor_gives_up_waiting), 4 },
        { nameof(CorrectUses.Monitor_wait_with_a_limit), 5 },
        { nameof(CorrectUses.Lock_excludes), 2 },
        { nameof(CorrectUses.Lock_that_is_tried), 4 },
        { nameof(CorrectUses.Interlocked_counts), 2 },
        { nameof(CorrectUses.Interlocked_publishes), 2 },
        { nameof(CorrectUses.Volatile_publishes), 2 },
        { nameof(CorrectUses.SemaphoreSlim_excludes), 2 },
        { nameof(CorrectUses.SemaphoreSlim_hands_over), 1 },
        { nameof(CorrectUses.SemaphoreSlim_lets_two_in), 26 },
        { nameof(CorrectUses.SemaphoreSlim_gives_up_waiting), 4 },
        { nameof(CorrectUses.SemaphoreSlim_the_last_to_release_sees_all), 2 },
        { nameof(CorrectUses.ManualResetEventSlim_opens_a_gate), 1 },
        { nameof(CorrectUses.ManualResetEventSlim_is_looked_at), 3 },
        { nameof(CorrectUses.AutoResetEvent_hands_over), 1 },
        { nameof(CorrectUses.AutoResetEvent_excludes), 2 },
        { nameof(CorrectUses.ManualResetEvent_opens_a_gate), 1 },
        { nameof(CorrectUses.WaitHandle_waits_for_any), 3 },
        { nameof(CorrectUses.WaitHandle_waits_for_all), 1 },
        { nameof(CorrectUses.Semaphore_excludes), 2 },
        { nameof(CorrectUses.Mutex_excludes), 2 },
        { nameof(CorrectUses.Mutex_that_is_abandoned), 2 },
        { nameof(CorrectUses.CountdownEvent_joins), 2 },
        { nameof(CorrectUses.CountdownEvent_the_last_sees_all), 2 },
        { nameof(CorrectUses.CountdownEvent_grows), 2 },
        { nameof(CorrectUses.Barrier_separates_phases), 6 },
        { nameof(CorrectUses.Barrier_with_an_action), 2 },
        { nameof(CorrectUses.Barrier_that_one_leaves), 2 },
        { nameof(CorrectUses.ReaderWriterLockSlim_reads_and_writes), 3 },
        { nameof(CorrectUses.ReaderWriterLockSlim_two_readers), 1 },
        { nameof(CorrectUses.ReaderWriterLockSlim_two_writers), 2 },
        { nameof(CorrectUses.ReaderWriterLockSlim_two_upgraders), 2 },
        { nameof(CorrectUses.ReaderWriterLockSlim_two_readers_and_a_writer), 9 },
        { nameof(CorrectUses.ReaderWriterLockSlim_gives_up_waiting), 4 },
        { nameof(CorrectUses.SpinLock_excludes), 2 },
        { nameof(CorrectUses.SpinWait_waits_for_another), 3 },
        { nameof(CorrectUses.SpinWait_gives_up), 2 },
        { nameof(CorrectUses.A_token_ends_a_wait), 1 },
    };

    public static TheoryData<string, FailureKind> Wrong => new()
    {
        { nameof(WrongUses.Thread_that_is_not_joined), FailureKind.ThreadLeft },
        { nameof(WrongUses.Monitor_in_the_wrong_order), FailureKind.Deadlock },
        { nameof(WrongUses.Monitor_wait_without_a_condition), FailureKind.LostWakeup },
        { nameof(WrongUses.Monitor_pulse_without_the_lock), FailureKind.Misuse },
        { nameof(WrongUses.Monitor_of_two_objects), FailureKind.Race },
        { nameof(WrongUses.Lock_that_is_kept), FailureKind.PartialDeadlock },
        { nameof(WrongUses.Lock_exit_without_enter), FailureKind.Misuse },
        { nameof(WrongUses.Lock_whose_try_is_not_looked_at), FailureKind.Race },
        { nameof(WrongUses.Interlocked_in_two_steps), FailureKind.Exception },
        { nameof(WrongUses.Volatile_for_the_flag_only_after), FailureKind.Exception },
        { nameof(WrongUses.SemaphoreSlim_released_too_often), FailureKind.Misuse },
        { nameof(WrongUses.SemaphoreSlim_with_two_permits_is_no_lock), FailureKind.Race },
        { nameof(WrongUses.SemaphoreSlim_that_is_not_given_back), FailureKind.PartialDeadlock },
        { nameof(WrongUses.SemaphoreSlim_disposed_of_in_use), FailureKind.Misuse },
        { nameof(WrongUses.ManualResetEventSlim_reset_too_early), FailureKind.LostWakeup },
        { nameof(WrongUses.ManualResetEventSlim_set_before_the_write), FailureKind.Race },
        { nameof(WrongUses.AutoResetEvent_set_twice_wakes_once), FailureKind.LostWakeup },
        { nameof(WrongUses.WaitHandle_one_after_the_other), FailureKind.Deadlock },
        { nameof(WrongUses.EventWaitHandle_with_a_name), FailureKind.Exception },
        { nameof(WrongUses.Mutex_given_back_by_another), FailureKind.Misuse },
        { nameof(WrongUses.Mutex_that_is_abandoned), FailureKind.Misuse },
        { nameof(WrongUses.CountdownEvent_signalled_too_often), FailureKind.Misuse },
        { nameof(WrongUses.CountdownEvent_signalled_too_rarely), FailureKind.PartialDeadlock },
        { nameof(WrongUses.CountdownEvent_signalled_before_the_write), FailureKind.Race },
        { nameof(WrongUses.CountdownEvent_that_grows_too_late), FailureKind.Misuse },
        { nameof(WrongUses.Barrier_that_one_does_not_come_to), FailureKind.PartialDeadlock },
        { nameof(WrongUses.Barrier_with_one_phase_too_few), FailureKind.Race },
        { nameof(WrongUses.ReaderWriterLockSlim_that_writes_while_reading), FailureKind.Race },
        { nameof(WrongUses.ReaderWriterLockSlim_upgraded_from_reading), FailureKind.Misuse },
        { nameof(WrongUses.ReaderWriterLockSlim_read_again_while_a_writer_waits), FailureKind.Deadlock },
        { nameof(WrongUses.ReaderWriterLockSlim_exit_without_enter), FailureKind.Misuse },
        { nameof(WrongUses.SpinLock_that_is_taken_twice), FailureKind.Misuse },
        { nameof(WrongUses.SpinLock_in_a_readonly_field), FailureKind.Race },
        { nameof(WrongUses.SpinWait_for_what_nobody_does), FailureKind.Livelock },
    };

    [Theory]
    [MemberData(nameof(Correct))]
    public void A_correct_use_is_proved(string name, int behaviours)
    {
        var verdict = Explored(typeof(CorrectUses), name);
        Assert.True(verdict.Failure is null, verdict.Describe());
        Assert.Empty(verdict.Races);
        Assert.Equal(Strength.Proved, verdict.Strength);
        Assert.Equal(behaviours, verdict.Behaviours);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_use_fails_for_what_it_is(string name, FailureKind kind)
    {
        var verdict = Explored(typeof(WrongUses), name);
        Assert.True(verdict.Failure?.Kind == kind, verdict.Describe());
    }

    [Fact]
    public void All_of_them_are_looked_at()
    {
        Assert.Equal(NamesOf(typeof(CorrectUses)), Correct.Select(row => (string)row[0]).Order());
        Assert.Equal(NamesOf(typeof(WrongUses)), Wrong.Select(row => (string)row[0]).Order());
    }

    private static Verdict Explored(Type type, string name) =>
        Explore.Test(type.GetMethod(name)!.CreateDelegate<Action>(), new ExploreOptions { Schedules = 20_000 });

    private static IEnumerable<string> NamesOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method =>
        method.Name).Order();
}
