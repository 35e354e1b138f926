namespace Workbook.Explorer.Tests.Uses;

/// <summary>Programs that are wrong in some schedule, each in the way that its primitive invites.</summary>
internal static class WrongUses
{
    public static void Thread_that_is_not_joined()
    {
        var x = 0;
        new Thread(() => x = 1).Start();
        Together.Check(x is 0 or 1);
    }

    public static void Monitor_in_the_wrong_order()
    {
        object a = new(), b = new();
        Together.Run(() => { lock (a) lock (b) { } }, () => { lock (b) lock (a) { } });
    }

    public static void Monitor_wait_without_a_condition()
    {
        var g = new object();
        Together.Run(() => { lock (g) Monitor.Wait(g); }, () => { lock (g) Monitor.Pulse(g); });
    }

    public static void Monitor_pulse_without_the_lock()
    {
        var g = new object();
        Together.Run(() => Monitor.Pulse(g));
    }

    public static void Monitor_of_two_objects()
    {
        object a = new(), b = new();
        var x = 0;
        Together.Run(() => { lock (a) x++; }, () => { lock (b) x++; });
    }

    public static void Lock_that_is_kept()
    {
        var g = new Lock();
        Together.Run(() => g.Enter(), () => { lock (g) { } });
    }

    public static void Lock_exit_without_enter()
    {
        var g = new Lock();
        Together.Run(g.Exit);
    }

    public static void Lock_whose_try_is_not_looked_at()
    {
        var (x, g) = (0, new Lock());
        void Add()
        {
            var taken = g.TryEnter();
            x++;
            if (taken) g.Exit();
        }
        Together.Run(Add, Add);
    }

    public static void Interlocked_in_two_steps()
    {
        var x = 0;
        void Add() => Interlocked.Exchange(ref x, Volatile.Read(ref x) + 1);
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void Volatile_for_the_flag_only_after()
    {
        int box = 0, ready = 0;
        Together.Run(() =>
        {
            Volatile.Write(ref ready, 1);
            box = 5;
        }, () => { if (Volatile.Read(ref ready) == 1) Together.Check(box == 5); });
    }

    public static void SemaphoreSlim_released_too_often()
    {
        var s = new SemaphoreSlim(1, 1);
        Together.Run(() => { s.Wait(); s.Release(); s.Release(); });
    }

    public static void SemaphoreSlim_with_two_permits_is_no_lock()
    {
        var (x, s) = (0, new SemaphoreSlim(2));
        void Add() { s.Wait(); x++; s.Release(); }
        Together.Run(Add, Add);
    }

    public static void SemaphoreSlim_that_is_not_given_back()
    {
        var s = new SemaphoreSlim(1);
        void Take() => s.Wait();
        Together.Run(Take, Take);
    }

    public static void SemaphoreSlim_disposed_of_in_use()
    {
        var s = new SemaphoreSlim(1);
        Together.Run(() => { s.Wait(); s.Release(); }, s.Dispose);
    }

    public static void ManualResetEventSlim_reset_too_early()
    {
        var e = new ManualResetEventSlim();
        Together.Run(() => e.Wait(), () => { e.Set(); e.Reset(); });
    }

    public static void ManualResetEventSlim_set_before_the_write()
    {
        var (x, e) = (0, new ManualResetEventSlim());
        Together.Run(() => { e.Set(); x = 1; }, () => { e.Wait(); Together.Check(x is 0 or 1); });
    }

    public static void AutoResetEvent_set_twice_wakes_once()
    {
        var e = new AutoResetEvent(false);
        Together.Run(() => e.WaitOne(), () => e.WaitOne(), () => { e.Set(); e.Set(); });
    }

    public static void WaitHandle_one_after_the_other()
    {
        AutoResetEvent a = new(true), b = new(true);
        Together.Run(() =>
        {
            a.WaitOne();
            b.WaitOne();
            a.Set();
            b.Set();
        }, () => { b.WaitOne(); a.WaitOne(); a.Set(); b.Set(); });
    }

    public static void EventWaitHandle_with_a_name() =>
        new EventWaitHandle(false, EventResetMode.AutoReset, "shared by processes").Set();

    public static void Mutex_given_back_by_another()
    {
        var m = new Mutex(true);
        Together.Run(m.ReleaseMutex);
    }

    public static void Mutex_that_is_abandoned()
    {
        var m = new Mutex();
        void Take() => m.WaitOne();
        Together.Run(Take, Take);
    }

    public static void CountdownEvent_signalled_too_often()
    {
        var done = new CountdownEvent(1);
        Together.Run(() => done.Signal(), () => done.Signal());
    }

    public static void CountdownEvent_signalled_too_rarely()
    {
        var done = new CountdownEvent(2);
        Together.Run(() => done.Signal(), () => done.Wait());
    }

    public static void CountdownEvent_signalled_before_the_write()
    {
        var (x, done) = (0, new CountdownEvent(1));
        Together.Run(() => { done.Signal(); x = 1; }, () => { done.Wait(); Together.Check(x is 0 or 1); });
    }

    public static void CountdownEvent_that_grows_too_late()
    {
        var done = new CountdownEvent(1);
        Together.Run(() => done.Signal(), () => { done.AddCount(); done.Signal(); });
    }

    public static void Barrier_that_one_does_not_come_to()
    {
        var b = new Barrier(2);
        Together.Run(b.SignalAndWait, () => { });
    }

    public static void Barrier_with_one_phase_too_few()
    {
        var (x, b) = (new int[2], new Barrier(2));
        void Work(int mine)
        {
            x[mine] = 1;
            b.SignalAndWait();
            Together.Check(x[1 - mine] is 1 or 2);
            x[mine] = 2; // the other may be reading it
        }
        Together.Run(() => Work(0), () => Work(1));
    }

    public static void ReaderWriterLockSlim_that_writes_while_reading()
    {
        var (x, l) = (0, new ReaderWriterLockSlim());
        void Add() { l.EnterReadLock(); x++; l.ExitReadLock(); }
        Together.Run(Add, Add);
    }

    public static void ReaderWriterLockSlim_upgraded_from_reading()
    {
        var l = new ReaderWriterLockSlim();
        Together.Run(() => { l.EnterReadLock(); l.EnterWriteLock(); });
    }

    public static void ReaderWriterLockSlim_read_again_while_a_writer_waits()
    {
        var l = new ReaderWriterLockSlim();
        var inside = new ManualResetEventSlim();
        Together.Run(
            () => { l.EnterReadLock(); inside.Wait(); l.ExitReadLock(); },
            () => { l.EnterReadLock(); inside.Set(); l.ExitReadLock(); },
            () => { l.EnterWriteLock(); l.ExitWriteLock(); });
    }

    public static void ReaderWriterLockSlim_exit_without_enter()
    {
        var l = new ReaderWriterLockSlim();
        Together.Run(l.ExitReadLock);
    }

    public static void SpinLock_that_is_taken_twice()
    {
        var l = new SpinLock(true);
        Together.Run(() =>
        {
            bool a = false, b = false;
            l.Enter(ref a);
            l.Enter(ref b);
        });
    }

    public static void SpinLock_in_a_readonly_field()
    {
        var counter = new Counter();
        Together.Run(counter.Add, counter.Add);
    }

    public static void SpinWait_for_what_nobody_does()
    {
        var ready = 0;
        Together.Run(() => SpinWait.SpinUntil(() => Volatile.Read(ref ready) == 1));
    }

    private sealed class Counter
    {
#pragma warning disable IDE0044, CS0649
        private readonly SpinLock _lock; // each use is of a copy
#pragma warning restore IDE0044, CS0649
        private int _count;

        public void Add()
        {
            var taken = false;
            _lock.Enter(ref taken);
            _count++;
        }
    }
}
