using Workbook.Concurrency.Signals;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Tests.Synchronization;

/// <summary>The same things with real processes, and what is left when one of them is killed at a chosen step.</summary>
public sealed class AcrossProcessesTests : SynchronizationTests
{
    private const int Stop = 19, Continue = 18; // SIGSTOP, SIGCONT

    // What the children do. `here` tells that they are at the step at which they are to be killed.

    private static void HoldForever(SharedMutex mutex, SharedEvent here)
    {
        mutex.Acquire();
        here.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    private static string AcquireOnce(SharedMutex mutex, SharedSemaphore here)
    {
        here.Release();
        using var hold = mutex.Hold();
        return hold.Result.ToString();
    }

    private static void Count(SharedMutex mutex, SharedRegion counter, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var hold = mutex.Hold();
            counter.ValueAt<long>(0)++;
        }
    }

    private static void TakePermit(SharedSemaphore semaphore, SharedEvent here)
    {
        semaphore.Acquire();
        here.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    private static bool Answer(SharedEvent question, SharedEvent answer)
    {
        question.Wait();
        answer.Set();
        return question.IsSet;
    }

    private static void WaitForever(SharedEvent never) => never.Wait();

    private static string WaitOnce(SharedEvent signal)
    {
        signal.Wait();
        return signal.IsSet ? "set" : "passed, and it is not set";
    }

    private static bool WaitOnCondition(SharedCondition condition)
    {
        using var hold = condition.Mutex.Hold();
        return condition.Wait().IsWoken;
    }

    private static void WaitHoldingForever(SharedCondition condition, SharedEvent here)
    {
        using var hold = condition.Mutex.Hold();
        condition.Wait();
        here.Set();
        Thread.Sleep(Timeout.Infinite); // awake, with the mutex
    }

    private static void Meet(SharedBarrier barrier) => barrier.SignalAndWait();

    private static void MeetAndHangInTheAction(SharedBarrier barrier, SharedEvent here) => barrier.SignalAndWait(_ =>
    {
        here.Set();
        Thread.Sleep(Timeout.Infinite);
    });

    // Where the child is, it stays; all of its threads.
    private static void Halt(ChildProcess child)
    {
        child.Signal(Stop);
        Until(() => Directory.GetDirectories($"/proc/{child.Id}/task").All(IsStopped), $"{child.Name} is stopped");
    }

    private static bool IsStopped(string task)
    {
        try { return File.ReadAllText($"{task}/stat").Contains(") T "); }
        catch (IOException) { return false; } // the thread has just ended
    }

    [Fact]
    public void Processes_that_count_under_one_mutex_lose_nothing()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var counter = SharedRegion.CreateAnonymous(8);
        var children = Enumerable.Range(0, 2).Select(_ => Child(ChildProcess.Start(Count, mutex, counter, 20_000))).ToArray();
        Count(mutex, counter, 20_000);
        Assert.All(children, EndsWell);
        Assert.Equal(60_000, counter.ValueAt<long>(0));
    }

    [Fact]
    public void The_owner_is_killed_in_its_section_and_one_of_the_waiters_is_told()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var holds = SharedEvent.CreateAnonymous();
        using var waiting = SharedSemaphore.CreateAnonymous(0);
        var owner = Child(ChildProcess.Start(HoldForever, mutex, holds));
        Assert.True(holds.Wait(Long));
        Assert.Equal(AcquireResult.TimedOut, mutex.TryAcquire()); // it lives
        Assert.StartsWith("held by thread", Shown(mutex));

        var waiters = Enumerable.Range(0, 2).Select(_ => Child(ChildProcess.Start(AcquireOnce, mutex, waiting))).ToArray();
        Assert.True(waiting.TryAcquire(Long) && waiting.TryAcquire(Long));
        KillAndReap(owner);
        Assert.All(waiters, EndsWell);
        Assert.Equal([$"Abandoned by {owner.Id}", "Acquired"], waiters.Select(waiter => waiter.Result()).Order());
        Assert.Equal("free", Shown(mutex));
    }

    [Fact]
    public void A_killed_owner_is_found_by_a_look_without_waiting()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var holds = SharedEvent.CreateAnonymous();
        var owner = Child(ChildProcess.Start(HoldForever, mutex, holds));
        Assert.True(holds.Wait(Long));
        KillAndReap(owner);
        Assert.Equal(AcquireResult.Abandoned(owner.Id), mutex.TryAcquire());
        mutex.Release();
        Assert.Equal(AcquireResult.Acquired, mutex.TryAcquire());
        mutex.Release();
    }

    [Fact]
    public void A_waiter_that_was_woken_and_killed_before_it_took_the_mutex_keeps_nobody_from_it()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var waiting = SharedSemaphore.CreateAnonymous(0);
        mutex.Acquire();
        var victim = Child(ChildProcess.Start(AcquireOnce, mutex, waiting));
        Assert.True(waiting.TryAcquire(Long));
        UntilShown(mutex, "awaited");
        Halt(victim); // the first in the kernel's queue, if it sleeps: the wake-up will be its
        var other = Start(() =>
        {
            Assert.Equal(AcquireResult.Acquired, mutex.Acquire());
            mutex.Release();
        });
        mutex.Release();
        End(other); // while the victim is still stopped
        KillAndReap(victim);
        Assert.Equal(AcquireResult.Acquired, mutex.TryAcquire());
        mutex.Release();
    }

    [Fact]
    public void The_permit_of_a_killed_holder_is_lost_and_who_knows_of_it_gives_it_back()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(1, 1);
        using var has = SharedEvent.CreateAnonymous();
        var holder = Child(ChildProcess.Start(TakePermit, semaphore, has));
        Assert.True(has.Wait(Long));
        KillAndReap(holder);
        Assert.False(semaphore.TryAcquire(TimeSpan.FromMilliseconds(100)));
        semaphore.Release();
        Assert.True(semaphore.TryAcquire());
    }

    [Fact]
    public void A_killed_waiter_takes_no_permit_along()
    {
        using var semaphore = SharedSemaphore.CreateAnonymous(0);
        using var has = SharedEvent.CreateAnonymous();
        var waiter = Child(ChildProcess.Start(TakePermit, semaphore, has));
        UntilShown(semaphore, "awaited");
        KillAndReap(waiter);
        semaphore.Release();
        Assert.Equal($"1 free of {int.MaxValue}", Shown(semaphore)); // it woke nobody, and so the mark is gone
        Assert.False(has.IsSet);
        semaphore.Acquire();
    }

    [Fact]
    public void An_event_passes_from_process_to_process_and_survives_a_killed_waiter()
    {
        using var question = SharedEvent.CreateAnonymous();
        using var answer = SharedEvent.CreateAnonymous();
        var victim = Child(ChildProcess.Start(WaitForever, question));
        UntilShown(question, "awaited");
        KillAndReap(victim);

        var child = Child(ChildProcess.Start(Answer, question, answer));
        Assert.False(answer.IsSet);
        question.Set();
        Assert.True(answer.Wait(Long));
        EndsWell(child);
        Assert.True(child.Result());
    }

    [Fact]
    public void A_waiter_that_was_let_go_passes_although_the_event_was_reset_before_it_got_up()
    {
        using var signal = SharedEvent.CreateAnonymous();
        var waiter = Child(ChildProcess.Start(WaitOnce, signal));
        UntilShown(signal, "awaited");
        Halt(waiter);
        signal.Set();
        signal.Reset();
        waiter.Signal(Continue);
        EndsWell(waiter);
        Assert.Equal("passed, and it is not set", waiter.Result());
    }

    [Fact]
    public void A_notification_for_a_waiter_that_is_killed_goes_to_another_one()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var condition = SharedCondition.CreateAnonymous(mutex);
        var victim = Child(ChildProcess.Start(WaitOnCondition, condition));
        UntilShown(condition, "1 waiting");
        var other = Start(() =>
        {
            using var hold = mutex.Hold();
            Assert.True(condition.Wait().IsWoken);
        });
        UntilShown(condition, "2 waiting");
        Halt(victim);
        using (mutex.Hold()) condition.Notify(); // the victim has waited longer
        Assert.Equal("1 waiting", Shown(condition));
        KillAndReap(victim);
        End(other);

        var child = Child(ChildProcess.Start(WaitOnCondition, condition)); // and all is as before
        UntilShown(condition, "1 waiting");
        using (mutex.Hold()) condition.Notify();
        EndsWell(child);
        Assert.True(child.Result());
        Assert.Equal("0 waiting", Shown(condition));
    }

    [Fact]
    public void A_waiter_killed_after_it_had_the_mutex_again_leaves_it_abandoned()
    {
        using var mutex = SharedMutex.CreateAnonymous();
        using var condition = SharedCondition.CreateAnonymous(mutex);
        using var here = SharedEvent.CreateAnonymous();
        var victim = Child(ChildProcess.Start(WaitHoldingForever, condition, here));
        UntilShown(condition, "1 waiting");
        using (mutex.Hold()) condition.Notify();
        Assert.True(here.Wait(Long));
        KillAndReap(victim);
        using var hold = mutex.Hold();
        Assert.Equal(AcquireResult.Abandoned(victim.Id), hold.Result);
        Assert.False(condition.Wait(TimeSpan.FromMilliseconds(1)).IsWoken);
    }

    [Fact]
    public void Processes_meet_at_a_barrier_and_one_killed_there_breaks_it()
    {
        using var barrier = SharedBarrier.CreateAnonymous(2);
        var child = Child(ChildProcess.Start(Meet, barrier));
        Assert.InRange(barrier.SignalAndWait(), 0, 1);
        EndsWell(child);

        var victim = Child(ChildProcess.Start(Meet, barrier));
        using var words = SharedRegion.FromTicket(barrier.WriteTicket(new Handover()), new Handover());
        Until(
            () => barrier.Arrived == 1 && Volatile.Read(ref words.ValueAt<ulong>(64)) == 0,
            "the victim waits, and has left the mutex");
        using var three = SharedBarrier.CreateAnonymous(3);
        KillAndReap(victim);
        // It had arrived: this round is complete. Whether it comes to the next one a barrier cannot know.
        Assert.Equal(1, barrier.SignalAndWait());

        victim = Child(ChildProcess.Start(Meet, three));
        Until(() => three.Arrived == 1, "the victim waits");
        var survivor = Start(() => three.SignalAndWait());
        Until(() => three.Arrived == 2, "both wait");
        KillAndReap(victim);
        Assert.Contains("has died", Fails<BrokenBarrierException>(survivor).Message);
        three.Reset();
        Assert.False(three.IsBroken);
    }

    [Fact]
    public void A_process_killed_in_the_action_breaks_the_barrier()
    {
        using var barrier = SharedBarrier.CreateAnonymous(2);
        using var here = SharedEvent.CreateAnonymous();
        var survivor = Start(() => barrier.SignalAndWait());
        Until(() => barrier.Arrived == 1, "one waits");
        var victim = Child(ChildProcess.Start(MeetAndHangInTheAction, barrier, here));
        Assert.True(here.Wait(Long));
        KillAndReap(victim);
        Assert.Contains("has died", Fails<BrokenBarrierException>(survivor).Message);
        Assert.True(barrier.IsBroken);
    }
}
