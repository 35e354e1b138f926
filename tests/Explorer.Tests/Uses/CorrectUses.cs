namespace Workbook.Explorer.Tests.Uses;

/// <summary>Programs that are right: no schedule of them fails, and nothing races.</summary>
internal static class CorrectUses
{
    public static void Threads_start_and_join()
    {
        var x = 1;
        var thread = new Thread(() => x++);
        x++;
        thread.Start();
        thread.Join();
        Together.Check(x == 3);
    }

    public static void Threads_that_are_seen_to_have_ended()
    {
        var x = 0;
        var thread = new Thread(() => x = 1);
        thread.Start();
        if (!thread.IsAlive || thread.Join(0)) Together.Check(x == 1);
        thread.Join();
    }

    public static void Threads_that_an_interrupt_wakes()
    {
        var x = 0;
        var thread = new Thread(() =>
        {
            try { Thread.Sleep(Timeout.Infinite); }
            catch (ThreadInterruptedException) { Together.Check(x == 1); }
        });
        thread.Start();
        x = 1;
        thread.Interrupt();
        thread.Join();
    }

    public static void Monitor_excludes()
    {
        var (x, g) = (0, new object());
        void Add() { lock (g) x++; }
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void Monitor_hands_over()
    {
        var (box, g) = (0, new object());
        Together.Run(
            () =>
            {
                lock (g)
                {
                    while (box == 0) Monitor.Wait(g);
                    box++;
                }
            },
            () =>
            {
                lock (g)
                {
                    box = 1;
                    Monitor.Pulse(g);
                }
            });
        Together.Check(box == 2);
    }

    public static void Monitor_gives_up_waiting()
    {
        var (x, g) = (0, new object());
        void Add()
        {
            if (!Monitor.TryEnter(g, 10)) return;
            x++;
            Monitor.Exit(g);
        }
        Together.Run(Add, Add);
        Together.Check(x is 1 or 2);
    }

    public static void Monitor_wait_with_a_limit()
    {
        var (ready, g) = (false, new object());
        Together.Run(() =>
        {
            lock (g) Together.Check(Monitor.Wait(g, 5) || !ready || ready);
        }, () => { lock (g) { ready = true; Monitor.PulseAll(g); } });
    }

    public static void Lock_excludes()
    {
        var (x, g) = (0, new Lock());
        void Add() { lock (g) x++; }
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void Lock_that_is_tried()
    {
        var (x, g) = (0, new Lock());
        void Add()
        {
            if (!g.TryEnter()) return;
            try { x++; }
            finally { g.Exit(); }
        }
        Together.Run(Add, Add);
        Together.Check(x is 1 or 2);
    }

    public static void Interlocked_counts()
    {
        var x = 0;
        void Add() => Interlocked.Increment(ref x);
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void Interlocked_publishes()
    {
        int box = 0, ready = 0;
        Together.Run(() =>
        {
            box = 5;
            Interlocked.Exchange(ref ready, 1);
        }, () => { if (Interlocked.CompareExchange(ref ready, 2, 1) == 1) Together.Check(box == 5); });
    }

    public static void Volatile_publishes()
    {
        int box = 0, ready = 0;
        Together.Run(() =>
        {
            box = 5;
            Volatile.Write(ref ready, 1);
        }, () => { if (Volatile.Read(ref ready) == 1) Together.Check(box == 5); });
    }

    public static void SemaphoreSlim_excludes()
    {
        var (x, s) = (0, new SemaphoreSlim(1));
        void Add()
        {
            s.Wait();
            x++;
            s.Release();
        }
        Together.Run(Add, Add);
        Together.Check(x == 2 && s.CurrentCount == 1);
    }

    public static void SemaphoreSlim_hands_over()
    {
        var (box, full, empty) = (0, new SemaphoreSlim(0), new SemaphoreSlim(1));
        Together.Run(
            () => { for (var i = 1; i < 3; i++) { empty.Wait(); box = i; full.Release(); } },
            () => { for (var i = 1; i < 3; i++) { full.Wait(); Together.Check(box == i); empty.Release(); } });
    }

    public static void SemaphoreSlim_lets_two_in()
    {
        var (inside, s) = (0, new SemaphoreSlim(2));
        void Enter()
        {
            s.Wait();
            Together.Check(Interlocked.Increment(ref inside) <= 2);
            Interlocked.Decrement(ref inside);
            s.Release();
        }
        Together.Run(Enter, Enter);
    }

    public static void SemaphoreSlim_gives_up_waiting()
    {
        var (x, s) = (0, new SemaphoreSlim(1));
        void Add()
        {
            if (!s.Wait(5)) return;
            x++;
            s.Release();
        }
        Together.Run(Add, Add);
        Together.Check(x is 1 or 2);
    }

    public static void SemaphoreSlim_the_last_to_release_sees_all()
    {
        var (sum, x, s) = (0, new int[2], new SemaphoreSlim(0));
        void Work(int i)
        {
            x[i] = 1;
            if (s.Release() == 1) sum = x[0] + x[1];
        }
        Together.Run(() => Work(0), () => Work(1));
        Together.Check(sum == 2);
    }

    public static void ManualResetEventSlim_opens_a_gate()
    {
        var (x, gate) = (0, new ManualResetEventSlim());
        void Wait() { gate.Wait(); Together.Check(x == 1); }
        Together.Run(Wait, Wait, () => { x = 1; gate.Set(); });
    }

    public static void ManualResetEventSlim_is_looked_at()
    {
        var (x, gate) = (0, new ManualResetEventSlim());
        Together.Run(() => { x = 1; gate.Set(); }, () => { if (gate.IsSet || gate.Wait(0)) Together.Check(x == 1); });
    }

    public static void AutoResetEvent_hands_over()
    {
        AutoResetEvent there = new(false), back = new(false);
        var box = 0;
        Together.Run(
            () => { for (var i = 0; i < 2; i++) { box++; there.Set(); back.WaitOne(); } },
            () => { for (var i = 0; i < 2; i++) { there.WaitOne(); box++; back.Set(); } });
        Together.Check(box == 4);
    }

    public static void AutoResetEvent_excludes()
    {
        var (x, e) = (0, new AutoResetEvent(true));
        void Add() { e.WaitOne(); x++; e.Set(); }
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void ManualResetEvent_opens_a_gate()
    {
        var (x, gate) = (0, new ManualResetEvent(false));
        void Wait() { gate.WaitOne(); Together.Check(x == 1); }
        Together.Run(Wait, Wait, () => { x = 1; gate.Set(); });
    }

    public static void WaitHandle_waits_for_any()
    {
        AutoResetEvent a = new(false), b = new(false);
        int x = 0, y = 0;
        Together.Run(() =>
        {
            x = 1;
            a.Set();
        }, () => { y = 1; b.Set(); }, () => Together.Check(WaitHandle.WaitAny([a, b]) == 0 ? x == 1 : y == 1));
    }

    public static void WaitHandle_waits_for_all()
    {
        ManualResetEvent a = new(false), b = new(false);
        int x = 0, y = 0;
        Together.Run(() =>
        {
            x = 1;
            a.Set();
        }, () => { y = 1; b.Set(); }, () => { WaitHandle.WaitAll([a, b]); Together.Check(x + y == 2); });
    }

    public static void Semaphore_excludes()
    {
        var (x, s) = (0, new Semaphore(1, 1));
        void Add() { s.WaitOne(); x++; s.Release(); }
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void Mutex_excludes()
    {
        var (x, m) = (0, new Mutex());
        void Add() { m.WaitOne(); x++; m.ReleaseMutex(); }
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void Mutex_that_is_abandoned()
    {
        var (x, told, m) = (0, 0, new Mutex());
        void Add()
        {
            try { m.WaitOne(); }
            catch (AbandonedMutexException) { told++; }
            x++;
        }
        Together.Run(Add, Add);
        Together.Check(x == 2 && told == 1);
    }

    public static void CountdownEvent_joins()
    {
        var (x, done) = (new int[2], new CountdownEvent(2));
        Together.Run(() =>
        {
            x[0] = 1;
            done.Signal();
        }, () => { x[1] = 1; done.Signal(); }, () => { done.Wait(); Together.Check(x[0] + x[1] == 2); });
    }

    public static void CountdownEvent_the_last_sees_all()
    {
        var (sum, x, done) = (0, new int[2], new CountdownEvent(2));
        void Work(int i)
        {
            x[i] = 1;
            if (done.Signal()) sum = x[0] + x[1];
        }
        Together.Run(() => Work(0), () => Work(1));
        Together.Check(sum == 2);
    }

    public static void CountdownEvent_grows()
    {
        var (x, done) = (0, new CountdownEvent(1));
        var child = new Thread(() => { Interlocked.Increment(ref x); done.Signal(); });
        Together.Run(() => { done.AddCount(); child.Start(); done.Signal(); }, () => { done.Wait(); Together.Check(x == 1); });
        child.Join();
    }

    public static void Barrier_separates_phases()
    {
        var (x, b) = (new int[2], new Barrier(2));
        void Work(int mine)
        {
            x[mine] = 1;
            b.SignalAndWait();
            Together.Check(x[1 - mine] == 1);
            b.SignalAndWait();
            x[mine] = 2;
        }
        Together.Run(() => Work(0), () => Work(1));
    }

    public static void Barrier_with_an_action()
    {
        var (sum, x) = (0, new int[2]);
        var b = new Barrier(2, _ => sum = x[0] + x[1]);
        void Work(int mine)
        {
            x[mine] = 1;
            b.SignalAndWait();
            Together.Check(sum == 2);
        }
        Together.Run(() => Work(0), () => Work(1));
    }

    public static void Barrier_that_one_leaves()
    {
        var (x, b) = (0, new Barrier(2));
        Together.Run(() => { x = 1; b.RemoveParticipant(); }, () => { b.SignalAndWait(); Together.Check(x == 1); });
    }

    public static void ReaderWriterLockSlim_reads_and_writes()
    {
        var (x, y, l) = (0, 0, new ReaderWriterLockSlim());
        Together.Run(
            () => { l.EnterWriteLock(); x++; y++; l.ExitWriteLock(); },
            () => { l.EnterReadLock(); Together.Check(x == y); l.ExitReadLock(); });
        Together.Check(x == 1);
    }

    public static void ReaderWriterLockSlim_two_readers()
    {
        var (x, l) = (1, new ReaderWriterLockSlim());
        void Read() { l.EnterReadLock(); Together.Check(x == 1); l.ExitReadLock(); }
        Together.Run(Read, Read);
    }

    public static void ReaderWriterLockSlim_two_writers()
    {
        var (x, l) = (0, new ReaderWriterLockSlim());
        void Write() { l.EnterWriteLock(); x++; l.ExitWriteLock(); }
        Together.Run(Write, Write);
        Together.Check(x == 2);
    }

    public static void ReaderWriterLockSlim_two_upgraders()
    {
        var (x, l) = (0, new ReaderWriterLockSlim());
        void Upgrade()
        {
            l.EnterUpgradeableReadLock();
            if (x < 2)
            {
                l.EnterWriteLock();
                x++;
                l.ExitWriteLock();
            }
            l.ExitUpgradeableReadLock();
        }
        Together.Run(Upgrade, Upgrade);
        Together.Check(x == 2);
    }

    public static void ReaderWriterLockSlim_two_readers_and_a_writer()
    {
        var (x, l) = (0, new ReaderWriterLockSlim());
        void Read() { l.EnterReadLock(); Together.Check(x is 0 or 1); l.ExitReadLock(); }
        Together.Run(Read, Read, () => { l.EnterWriteLock(); x++; l.ExitWriteLock(); });
    }

    public static void ReaderWriterLockSlim_gives_up_waiting()
    {
        var (x, l) = (0, new ReaderWriterLockSlim());
        void Write()
        {
            if (!l.TryEnterWriteLock(5)) return;
            x++;
            l.ExitWriteLock();
        }
        Together.Run(Write, Write);
        Together.Check(x is 1 or 2);
    }

    public static void SpinLock_excludes()
    {
        var (x, l) = (0, new SpinLock(enableThreadOwnerTracking: false));
        void Add()
        {
            var taken = false;
            l.Enter(ref taken);
            x++;
            l.Exit();
        }
        Together.Run(Add, Add);
        Together.Check(x == 2);
    }

    public static void SpinWait_waits_for_another()
    {
        int x = 0, ready = 0;
        Together.Run(() =>
        {
            x = 1;
            Volatile.Write(ref ready, 1);
        }, () => { SpinWait.SpinUntil(() => Volatile.Read(ref ready) == 1); Together.Check(x == 1); });
    }

    public static void SpinWait_gives_up()
    {
        int x = 0, ready = 0;
        Together.Run(() =>
        {
            x = 1;
            Volatile.Write(ref ready, 1);
        }, () => Together.Check(!SpinWait.SpinUntil(() => Volatile.Read(ref ready) == 1, 5) || x == 1));
    }

    public static void A_token_ends_a_wait()
    {
        using var source = new CancellationTokenSource();
        var (x, s) = (0, new SemaphoreSlim(0));
        Together.Run(() => { x = 1; source.Cancel(); }, () =>
        {
            try { s.Wait(source.Token); }
            catch (OperationCanceledException) { Together.Check(x == 1); }
        });
    }
}
