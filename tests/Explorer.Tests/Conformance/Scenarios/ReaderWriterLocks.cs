namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class ReaderWriterLocks
{
    public static string Arguments()
    {
        var l = new ReaderWriterLockSlim();
        return Seen.All(Seen.Of(() => l.TryEnterReadLock(-2)), Seen.Of(() => l.TryEnterWriteLock(-2)),
            Seen.Of(() => l.TryEnterUpgradeableReadLock(-2)),
            Seen.Of(() => l.TryEnterReadLock(TimeSpan.FromMilliseconds(-2))),
            Seen.Of(() => l.TryEnterWriteLock(TimeSpan.FromDays(100))),
            l.RecursionPolicy, new ReaderWriterLockSlim((LockRecursionPolicy)7).RecursionPolicy);
    }

    public static string Not_held()
    {
        var l = new ReaderWriterLockSlim();
        var seen = Seen.All(Seen.Of(l.ExitReadLock), Seen.Of(l.ExitWriteLock), Seen.Of(l.ExitUpgradeableReadLock));
        l.EnterReadLock();
        seen = Seen.All(seen, Seen.Of(l.ExitWriteLock), Seen.Of(l.ExitUpgradeableReadLock), Seen.OnAnother(l.ExitReadLock));
        l.ExitReadLock();
        l.EnterWriteLock();
        return Seen.All(seen, Seen.Of(l.ExitReadLock), Seen.Of(l.ExitUpgradeableReadLock), Seen.OnAnother(l.ExitWriteLock));
    }

    public static string Without_recursion()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterReadLock();
        var reading = Seen.All(Seen.Of(l.EnterReadLock), Seen.Of(l.EnterWriteLock), Seen.Of(l.EnterUpgradeableReadLock),
            Seen.Of(() => l.TryEnterWriteLock(0)));
        l.ExitReadLock();
        l.EnterWriteLock();
        var writing = Seen.All(Seen.Of(l.EnterReadLock), Seen.Of(l.EnterWriteLock), Seen.Of(l.EnterUpgradeableReadLock));
        l.ExitWriteLock();
        l.EnterUpgradeableReadLock();
        var upgrading = Seen.All(Seen.Of(l.EnterUpgradeableReadLock), Seen.Of(l.EnterReadLock), State(l),
            Seen.Of(l.ExitReadLock), Seen.Of(l.EnterWriteLock), State(l));
        l.ExitWriteLock();
        l.ExitUpgradeableReadLock();
        return Seen.All(reading, writing, upgrading, State(l));
    }

    public static string With_recursion()
    {
        var l = new ReaderWriterLockSlim(LockRecursionPolicy.SupportsRecursion);
        l.EnterReadLock();
        l.EnterReadLock();
        var reading = Seen.All(State(l), Seen.Of(l.EnterWriteLock), Seen.Of(l.EnterUpgradeableReadLock));
        l.ExitReadLock();
        l.ExitReadLock();
        l.EnterWriteLock();
        l.EnterWriteLock();
        l.EnterReadLock();
        l.EnterUpgradeableReadLock();
        var writing = State(l);
        l.ExitWriteLock();
        l.ExitWriteLock();
        var left = State(l);
        l.ExitUpgradeableReadLock();
        var last = State(l);
        l.ExitReadLock();
        return Seen.All(reading, writing, left, last, State(l), l.RecursionPolicy);
    }

    public static string Upgrading_and_downgrading()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterUpgradeableReadLock();
        var beside = Seen.OnAnother(() =>
            Seen.All(l.TryEnterUpgradeableReadLock(0), l.TryEnterWriteLock(0), l.TryEnterReadLock(0), Seen.Of(l.ExitReadLock)));
        l.EnterWriteLock();
        var alone = Seen.OnAnother(() => Seen.All(l.TryEnterReadLock(0), l.TryEnterReadLock(1), l.TryEnterWriteLock(0)));
        l.ExitWriteLock();
        l.EnterReadLock();
        l.ExitUpgradeableReadLock(); // now it reads only
        var down = Seen.OnAnother(() => Seen.All(l.TryEnterUpgradeableReadLock(0), Seen.Of(l.ExitUpgradeableReadLock),
        l.TryEnterWriteLock(0)));
        return Seen.All(beside, alone, down, State(l));
    }

    public static string Readers_together_and_writers_alone()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterReadLock();
        var reading = Seen.OnAnother(() =>
        {
            var got = Seen.All(l.TryEnterReadLock(0), l.CurrentReadCount, l.TryEnterWriteLock(TimeSpan.Zero));
            return got;
        });
        return reading;
    }

    public static string Disposed()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterReadLock();
        var held = Seen.Of(l.Dispose);
        l.ExitReadLock();
        l.Dispose();
        l.Dispose();
        return Seen.All(held, Seen.Of(l.EnterReadLock), Seen.Of(l.EnterWriteLock), Seen.Of(l.EnterUpgradeableReadLock),
            Seen.Of(l.ExitReadLock), Seen.Of(() => l.TryEnterReadLock(-2)));
    }

    public static string Who_waits_to_write_keeps_new_readers_out()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterReadLock();
        var writer = new Thread(() =>
        {
            l.EnterWriteLock();
            l.ExitWriteLock();
        });
        writer.Start();
        while (l.WaitingWriteCount == 0) Thread.Yield();
        var late = Seen.OnAnother(() => l.TryEnterReadLock(0));
        l.ExitReadLock();
        writer.Join();
        return Seen.All(late, l.WaitingWriteCount, l.CurrentReadCount);
    }

    public static string Waiting_is_counted()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterWriteLock();
        Thread reader = new(() =>
        {
            l.EnterReadLock();
            l.ExitReadLock();
        }), upgrader = new(() => { l.EnterUpgradeableReadLock(); l.ExitUpgradeableReadLock(); });
        reader.Start();
        upgrader.Start();
        while (l.WaitingReadCount == 0 || l.WaitingUpgradeCount == 0) Thread.Yield();
        var seen = Seen.All(l.WaitingReadCount, l.WaitingUpgradeCount, l.WaitingWriteCount);
        l.ExitWriteLock();
        reader.Join();
        upgrader.Join();
        return Seen.All(seen, l.WaitingReadCount, l.WaitingUpgradeCount);
    }

    public static string A_writer_that_gives_up_lets_readers_in()
    {
        var l = new ReaderWriterLockSlim();
        l.EnterReadLock();
        var writer = Seen.OnAnother(() => l.TryEnterWriteLock(1));
        return Seen.All(writer, Seen.OnAnother(() => l.TryEnterReadLock(0)));
    }

    private static string State(ReaderWriterLockSlim l) =>
        string.Join(' ', l.IsReadLockHeld, l.IsUpgradeableReadLockHeld, l.IsWriteLockHeld, l.CurrentReadCount,
        l.RecursiveReadCount, l.RecursiveUpgradeCount, l.RecursiveWriteCount);
}
