namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class SpinLocks
{
    public static string Arguments()
    {
        var l = new SpinLock();
        return Seen.All(Seen.Of(() =>
        {
            var t = true;
            try { l.Enter(ref t); } finally { if (t) throw new InvalidTimeZoneException(); }
        }),
            Seen.Of(() => { var t = true; l.TryEnter(ref t); }), Seen.Of(() => { var t = false; l.TryEnter(-2, ref t); }),
            Seen.Of(() =>
            {
                var t = false;
                l.TryEnter(TimeSpan.FromMilliseconds(-2), ref t);
            }), Seen.Of(() => { var t = true; l.TryEnter(-2, ref t); }));
    }

    public static string With_owner()
    {
        var l = new SpinLock(true);
        var taken = false;
        var before = Seen.All(l.IsHeld, l.IsHeldByCurrentThread, Seen.Of(() => l.Exit()), l.IsThreadOwnerTrackingEnabled);
        l.Enter(ref taken);
        var held = Seen.All(taken, l.IsHeld, l.IsHeldByCurrentThread, Seen.Of(() =>
        {
            var t = false;
            l.Enter(ref t);
        }), Seen.Of(() => { var t = false; l.TryEnter(ref t); }),
            Seen.OnAnother(() => l.IsHeldByCurrentThread), Seen.OnAnother(() => l.Exit()));
        l.Exit();
        return Seen.All(before, held, l.IsHeld, Seen.Of(() => l.Exit(false)), new SpinLock().IsThreadOwnerTrackingEnabled);
    }

    public static string Without_owner()
    {
        var l = new SpinLock(false);
        var taken = false;
        l.Enter(ref taken);
        var held = Seen.All(taken, l.IsHeld, Seen.Of(() => l.IsHeldByCurrentThread), l.IsThreadOwnerTrackingEnabled, Seen.Of(() =>
        {
            var t = false;
            l.TryEnter(ref t);
            return t;
        }), Seen.Of(() =>
        {
            var t = false;
            l.TryEnter(1, ref t);
            return t;
        }));
        return Seen.All(held, Seen.OnAnother(() => l.Exit()), l.IsHeld); // anybody may give it up
    }

    public static string Held_by_another()
    {
        var l = new SpinLock();
        var taken = false;
        l.Enter(ref taken);
        return Seen.OnAnother(() =>
        {
            bool a = false, b = false, c = false;
            l.TryEnter(ref a);
            l.TryEnter(1, ref b);
            l.TryEnter(TimeSpan.Zero, ref c);
            return Seen.All(a, b, c);
        });
    }

    public static string A_copy_is_another_lock()
    {
        var l = new SpinLock();
        var copy = l;
        var (a, b) = (false, false);
        l.Enter(ref a);
        copy.Enter(ref b);
        return Seen.All(a, b, l.IsHeld, copy.IsHeld);
    }

    public static string Exclusion()
    {
        var l = new SpinLock();
        var n = 0;
        void Add()
        {
            var taken = false;
            try
            {
                l.Enter(ref taken);
                n++;
            }
            finally
            {
                if (taken) l.Exit();
            }
        }
        Thread a = new(Add), b = new(Add);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return $"{n}";
    }
}
