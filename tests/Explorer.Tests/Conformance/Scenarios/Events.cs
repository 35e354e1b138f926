namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Events
{
    public static string Arguments() =>
        Seen.All(Seen.Of(() => new EventWaitHandle(false, (EventResetMode)7)),
        Seen.Of(() => new AutoResetEvent(false).WaitOne(-2)),
        Seen.Of(() => new AutoResetEvent(false).WaitOne(TimeSpan.FromMilliseconds(-2))),
        Seen.Of(() => new ManualResetEvent(false).WaitOne(TimeSpan.FromDays(100))));

    public static string Auto_lets_one_through()
    {
        var e = new AutoResetEvent(true);
        var first = Seen.All(e.WaitOne(0), e.WaitOne(0), e.Set(), e.Set(), e.WaitOne(), e.WaitOne(0));
        e.Set();
        return Seen.All(first, e.Reset(), e.WaitOne(1), e.WaitOne(TimeSpan.Zero));
    }

    public static string Manual_lets_all_through()
    {
        var e = new ManualResetEvent(false);
        return Seen.All(e.WaitOne(0), e.Set(), e.WaitOne(0), e.WaitOne(), e.WaitOne(0, false), e.Reset(), e.WaitOne(0),
            e.WaitOne(TimeSpan.FromMilliseconds(1), true));
    }

    public static string Of_both_modes()
    {
        var auto = new EventWaitHandle(true, EventResetMode.AutoReset);
        var manual = new EventWaitHandle(true, EventResetMode.ManualReset, null);
        var unnamed = new EventWaitHandle(false, EventResetMode.AutoReset, null, out var created);
        return Seen.All(auto.WaitOne(0), auto.WaitOne(0), manual.WaitOne(0), manual.WaitOne(0), unnamed.WaitOne(0), created);
    }

    public static string Disposed()
    {
        var e = new AutoResetEvent(true);
        e.Dispose();
        e.Close();
        return Seen.All(Seen.Of(() => e.Set()), Seen.Of(() => e.Reset()), Seen.Of(() => e.WaitOne()),
            Seen.Of(() => e.WaitOne(0)), Seen.Of(() => e.WaitOne(-2)),
            Seen.Of(() => WaitHandle.WaitAny([e])));
    }

    public static string A_handoff_there_and_back()
    {
        AutoResetEvent there = new(false), back = new(false);
        var text = "";
        var thread = new Thread(() =>
        {
            for (var i = 0; i < 2; i++)
            {
                there.WaitOne();
                text += "b";
                back.Set();
            }
        });
        thread.Start();
        for (var i = 0; i < 2; i++)
        {
            text += "a";
            there.Set();
            back.WaitOne();
        }
        thread.Join();
        return text;
    }
}
