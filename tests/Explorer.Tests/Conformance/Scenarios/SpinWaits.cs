namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class SpinWaits
{
    public static string Arguments() =>
        Seen.All(Seen.Of(() => new SpinWait().SpinOnce(-2)), Seen.Of(() => SpinWait.SpinUntil(null!)),
        Seen.Of(() => SpinWait.SpinUntil(() => true, -2)),
        Seen.Of(() => SpinWait.SpinUntil(() => true, TimeSpan.FromDays(100))), Seen.Of(() => SpinWait.SpinUntil(null!, -2)));

    public static string Rounds_are_counted()
    {
        var spin = new SpinWait();
        for (var i = 0; i < 12; i++) spin.SpinOnce();
        var (count, yields) = (spin.Count, spin.NextSpinWillYield);
        spin.Reset();
        var reset = spin.Count;
        spin.SpinOnce(-1);
        spin.SpinOnce(0);
        return Seen.All(count, yields, reset, spin.Count);
    }

    public static string Until_it_holds() =>
        Seen.All(Seen.Of(() => SpinWait.SpinUntil(() => true)), SpinWait.SpinUntil(() => true, 0),
        SpinWait.SpinUntil(() => false, 0),
        SpinWait.SpinUntil(() => false, 1), SpinWait.SpinUntil(() => true, TimeSpan.FromSeconds(5)),
        SpinWait.SpinUntil(() => false, TimeSpan.FromMilliseconds(2)));

    public static string Until_another_has_done_it()
    {
        var flag = 0;
        var thread = new Thread(() => Volatile.Write(ref flag, 1));
        thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref flag) == 1);
        thread.Join();
        return $"{flag}";
    }

    public static string Round_by_round()
    {
        var flag = 0;
        var thread = new Thread(() => Volatile.Write(ref flag, 1));
        thread.Start();
        var spin = new SpinWait();
        while (Volatile.Read(ref flag) == 0) spin.SpinOnce();
        thread.Join();
        return $"{flag}";
    }

    public static string Interrupted() => Seen.OnAnother(() =>
    {
        Thread.CurrentThread.Interrupt();
        var spin = new SpinWait();
        for (var i = 0; i < 10; i++) spin.SpinOnce(); // does not sleep yet
        return Seen.Of(() =>
        {
            for (var i = 0; i < 30; i++) spin.SpinOnce();
        });
    });
}
