namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Semaphores
{
    public static string Arguments()
    {
        var s = new Semaphore(1, 1);
        return Seen.All(Seen.Of(() => new Semaphore(-1, 1)), Seen.Of(() => new Semaphore(0, 0)),
            Seen.Of(() => new Semaphore(2, 1)), Seen.Of(() => s.Release(0)),
            Seen.Of(() => s.Release(-1)), Seen.Of(() => s.WaitOne(-2)));
    }

    public static string Counting()
    {
        var s = new Semaphore(2, 3);
        return Seen.All(s.WaitOne(), s.WaitOne(0), s.WaitOne(0), s.WaitOne(1), s.Release(), s.Release(2),
            Seen.Of(() => s.Release()), s.WaitOne(0));
    }

    public static string Full_changes_nothing()
    {
        var s = new Semaphore(0, 2);
        return Seen.All(Seen.Of(() => s.Release(3)), s.WaitOne(0), s.Release(2), Seen.Of(() => s.Release()));
    }

    public static string Disposed()
    {
        var s = new Semaphore(1, 1);
        s.Close();
        return Seen.All(Seen.Of(() => s.Release()), Seen.Of(() => s.WaitOne()), Seen.Of(() => s.Release(0)));
    }

    public static string Without_a_name()
    {
        var s = new Semaphore(1, 1, null, out var created);
        return Seen.All(created, s.WaitOne(0), new Semaphore(0, 1, null).WaitOne(0));
    }

    public static string A_permit_for_each()
    {
        var s = new Semaphore(0, 2);
        var n = 0;
        void Take()
        {
            s.WaitOne();
            Interlocked.Increment(ref n);
        }
        Thread a = new(Take), b = new(Take);
        a.Start();
        b.Start();
        s.Release(2);
        a.Join();
        b.Join();
        return Seen.All(n, s.WaitOne(0));
    }
}
