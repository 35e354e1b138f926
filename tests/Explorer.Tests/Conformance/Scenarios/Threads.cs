namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Threads
{
    public static string Arguments() => Seen.All(
        Seen.Of(() => new Thread((ThreadStart)null!)), Seen.Of(() => new Thread((ParameterizedThreadStart)null!)),
        Seen.Of(() => new Thread(() =>
        {
        }, -1)), Seen.Of(() => Thread.Sleep(-2)), Seen.Of(() => Thread.Sleep(TimeSpan.FromDays(100))),
        Seen.Of(() => Thread.CurrentThread.Join(-2)), Seen.Of(() => Thread.GetData(null!)),
        Seen.Of(() => Thread.SetData(null!, 1)));

    public static string Before_it_is_started()
    {
        var thread = new Thread(() => { }) { IsBackground = true, Name = "a" };
        return Seen.All(thread.IsAlive, thread.ThreadState, thread.IsBackground, thread.Name, thread.Priority,
            Seen.Of(() => thread.Join()),
            Seen.Of(() => thread.Join(5)), Seen.Of(() => thread.Join(-5)), Seen.Of(() => thread.Interrupt()));
    }

    public static string After_it_has_ended()
    {
        var thread = new Thread(() => { }) { Name = "a", IsBackground = true };
        thread.Start();
        thread.Join();
        return Seen.All(thread.IsAlive, thread.ThreadState, thread.Name, Seen.Of(() => thread.IsBackground),
            Seen.Of(() => thread.IsBackground = true),
            Seen.Of(() => thread.Priority), Seen.Of(() => thread.Priority = ThreadPriority.Lowest), Seen.Of(() => thread.Start()),
            Seen.Of(() => thread.Join(0)), Seen.Of(() => thread.Interrupt()), Seen.Of(() => thread.Join()));
    }

    public static string Started_twice()
    {
        var thread = new Thread(() => { });
        thread.Start();
        var again = Seen.Of(() => thread.Start());
        thread.Join();
        return Seen.All(again, Seen.Of(() => thread.UnsafeStart()));
    }

    public static string A_parameter_arrives()
    {
        object? got = null;
        var thread = new Thread(parameter => got = parameter);
        thread.Start(7);
        thread.Join();
        var without = new Thread(parameter => got = parameter ?? "nothing");
        without.UnsafeStart();
        without.Join();
        var takesNone = new Thread(() => { });
        return Seen.All(got, Seen.Of(() => takesNone.Start(1)), Seen.Of(() => takesNone.Start()),
            Seen.Of(() => takesNone.Join()));
    }

    public static string Names_and_numbers()
    {
        var thread = new Thread(() => { }) { Name = "a" };
        thread.Name = "b";
        var (inside, number, same) = ("", 0, false);
        var other = new Thread(() =>
        {
            (inside, number) = (Thread.CurrentThread.Name ?? "none", Thread.CurrentThread.ManagedThreadId);
            Thread.CurrentThread.Name = "c";
            same = Thread.CurrentThread == Thread.CurrentThread;
        });
        other.Start();
        other.Join();
        return Seen.All(thread.Name, inside, other.Name, number == other.ManagedThreadId, same,
            other.GetHashCode() == other.ManagedThreadId,
            other.ManagedThreadId == Thread.CurrentThread.ManagedThreadId, thread.ManagedThreadId == other.ManagedThreadId);
    }

    public static string Priorities()
    {
        var thread = new Thread(() => { }) { Priority = ThreadPriority.Highest };
        return Seen.All(thread.Priority, Seen.Of(() => thread.Priority = (ThreadPriority)77), thread.Priority);
    }

    public static string A_background_thread_is_one()
    {
        var state = ThreadState.Unstarted;
        var thread = new Thread(() => state = Thread.CurrentThread.ThreadState) { IsBackground = true };
        thread.Start();
        thread.Join();
        return Seen.All(state, Seen.OnAnother(() => Thread.CurrentThread.ThreadState),
            Seen.OnAnother(() => Thread.CurrentThread.IsAlive));
    }

    public static string A_thread_that_waits_is_seen_to_wait()
    {
        var gate = new ManualResetEventSlim();
        var thread = new Thread(() => gate.Wait());
        thread.Start();
        while (!thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)) Thread.Yield();
        var timed = thread.Join(0);
        gate.Set();
        thread.Join();
        return Seen.All(timed, thread.ThreadState);
    }

    public static string An_interrupt_ends_a_wait()
    {
        var seen = new string[4];
        object g = new();
        ThreadStart[] waits =
        [
            () => seen[0] = Seen.Of(() => Thread.Sleep(Timeout.Infinite)), () =>
                seen[1] = Seen.Of(() => new SemaphoreSlim(0).Wait()),
            () => seen[2] = Seen.Of(() =>
            {
                lock (g) Monitor.Wait(g);
            }), () => seen[3] = Seen.Of(() => new AutoResetEvent(false).WaitOne()),
        ];
        foreach (var wait in waits)
        {
            var thread = new Thread(wait);
            thread.Start();
            thread.Interrupt();
            thread.Join();
        }
        return Seen.All(seen);
    }

    public static string A_pending_interrupt_is_told_at_the_next_wait() => Seen.OnAnother(() =>
    {
        object g = new();
        var self = Thread.CurrentThread;
        self.Interrupt();
        var first = Seen.Of(() => { lock (g) { } });                       // need not wait: is not told
        var second = Seen.Of(() => new SemaphoreSlim(1).Wait());
        var third = Seen.Of(() => new ManualResetEventSlim(true).Wait());
        var fourth = Seen.Of(() => Thread.Sleep(0));                       // told, once
        var fifth = Seen.Of(() => Thread.Sleep(0));
        self.Interrupt();
        var sixth = Seen.Of(() => new ManualResetEvent(true).WaitOne(0));  // a handle tells even if it is set
        self.Interrupt();
        var seventh = Seen.Of(() => { lock (g) Monitor.Wait(g, 0); });
        self.Interrupt();
        var eighth = Seen.Of(() => new SemaphoreSlim(0).Wait(60_000));     // long: a short time may be up before it waits
        return Seen.All(first, second, third, fourth, fifth, sixth, seventh, eighth);
    });

    public static string Interrupted_before_it_is_started()
    {
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => Thread.Sleep(1)));
        thread.Interrupt();
        thread.Start();
        thread.Join();
        return seen;
    }

    public static string An_interrupt_of_a_join()
    {
        var gate = new ManualResetEventSlim();
        var seen = "";
        var forEver = new Thread(() => gate.Wait());
        var joins = new Thread(() => seen = Seen.Of(() => forEver.Join()));
        forEver.Start();
        joins.Start();
        joins.Interrupt();
        joins.Join();
        gate.Set();
        forEver.Join();
        return seen;
    }

    public static string Slots_are_of_each_thread()
    {
        var slot = Thread.AllocateDataSlot();
        Thread.SetData(slot, 1);
        return Seen.All(Seen.OnAnother(() => Thread.GetData(slot)), Thread.GetData(slot),
            Thread.GetData(Thread.AllocateDataSlot()));
    }

    public static string What_does_nothing()
    {
        Thread.BeginCriticalRegion();
        Thread.EndCriticalRegion();
        Thread.BeginThreadAffinity();
        Thread.EndThreadAffinity();
        Thread.MemoryBarrier();
        Thread.SpinWait(1);
        Thread.Sleep(0);
        return Seen.All(Thread.GetCurrentProcessorId() >= 0, Thread.CurrentThread.IsThreadPoolThread);
    }
}
