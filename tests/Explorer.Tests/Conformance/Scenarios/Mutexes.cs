namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Mutexes
{
    public static string Not_held()
    {
        var m = new Mutex();
        return Seen.All(Seen.Of(m.ReleaseMutex), Seen.OnAnother(m.ReleaseMutex), Seen.Of(() => m.WaitOne(-2)));
    }

    public static string Recursion()
    {
        var m = new Mutex(true);
        var again = Seen.All(m.WaitOne(), m.WaitOne(0));
        m.ReleaseMutex();
        m.ReleaseMutex();
        var held = Seen.OnAnother(() => m.WaitOne(0));
        m.ReleaseMutex();
        return Seen.All(again, held, Seen.Of(m.ReleaseMutex), Seen.OnAnother(() =>
        {
            var got = m.WaitOne(0);
            m.ReleaseMutex();
            return got;
        }));
    }

    public static string Held_by_another()
    {
        var m = new Mutex(true);
        return Seen.All(Seen.OnAnother(() => m.WaitOne(0)), Seen.OnAnother(() => m.WaitOne(1)), Seen.OnAnother(m.ReleaseMutex));
    }

    public static string Abandoned()
    {
        var m = new Mutex();
        var taken = Seen.OnAnother(() => m.WaitOne());
        return Seen.All(taken, Seen.Of(() => m.WaitOne()), Seen.Of(m.ReleaseMutex), m.WaitOne(0),
            Seen.OnAnother(() => m.WaitOne(0)));
    }

    public static string Abandoned_while_another_waits()
    {
        var m = new Mutex();
        using var has = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            m.WaitOne();
            has.Set();
        });
        thread.Start();
        has.Wait();
        var seen = Seen.Of(() => m.WaitOne());
        thread.Join();
        return Seen.All(seen, Seen.Of(m.ReleaseMutex));
    }

    public static string Abandoned_among_several()
    {
        var m = new Mutex();
        Seen.OnAnother(() => m.WaitOne());
        var index = -2;
        try { WaitHandle.WaitAny([new ManualResetEvent(false), m]); }
        catch (AbandonedMutexException e) { index = e.MutexIndex; }
        return Seen.All(index, Seen.Of(m.ReleaseMutex));
    }

    public static string Disposed()
    {
        var m = new Mutex();
        m.Dispose();
        return Seen.All(Seen.Of(() => m.WaitOne()), Seen.Of(m.ReleaseMutex));
    }

    public static string Exclusion()
    {
        var m = new Mutex();
        var n = 0;
        void Add()
        {
            m.WaitOne();
            n++;
            m.ReleaseMutex();
        }
        Thread a = new(Add), b = new(Add);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return $"{n}";
    }
}
