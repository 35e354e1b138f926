namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Monitors
{
    public static string Arguments()
    {
        object g = new();
        var taken = true;
        return Seen.All(Seen.Of(() => Monitor.Enter(null!)), Seen.Of(() => Monitor.TryEnter(null!)),
            Seen.Of(() => Monitor.Exit(null!)),
            Seen.Of(() => Monitor.Wait(null!)), Seen.Of(() => Monitor.Pulse(null!)), Seen.Of(() => Monitor.PulseAll(null!)),
            Seen.Of(() => Monitor.IsEntered(null!)), Seen.Of(() => Monitor.TryEnter(g, TimeSpan.FromDays(100))),
            Seen.Of(() => Monitor.Enter(g, ref taken)),
            Seen.Of(() => Monitor.TryEnter(g, ref taken)), Seen.Of(() => Monitor.TryEnter(g, 1, ref taken)),
            Seen.Of(() => Monitor.TryEnter(g, TimeSpan.FromMilliseconds(-2))), Seen.Of(() => { lock (g) Monitor.Wait(g, -2); }));
    }

    public static string What_is_not_held()
    {
        object g = new();
        return Seen.All(Seen.Of(() => Monitor.Exit(g)), Seen.Of(() => Monitor.Wait(g)), Seen.Of(() => Monitor.Pulse(g)),
            Seen.Of(() => Monitor.PulseAll(g)), Monitor.IsEntered(g), Seen.Of(() => Monitor.Wait(g, 0)));
    }

    public static string What_another_holds()
    {
        object g = new();
        lock (g)
        {
            return Seen.All(Seen.OnAnother(() => Monitor.TryEnter(g)), Seen.OnAnother(() => Monitor.TryEnter(g, 1)),
                Seen.OnAnother(() => Monitor.Exit(g)),
                Seen.OnAnother(() => Monitor.Pulse(g)), Seen.OnAnother(() => Monitor.IsEntered(g)), Monitor.IsEntered(g));
        }
    }

    public static string It_is_recursive()
    {
        object g = new();
        Monitor.Enter(g);
        var first = Monitor.TryEnter(g);
        var second = Monitor.TryEnter(g, 5);
        Monitor.Exit(g);
        Monitor.Exit(g);
        var other = Seen.OnAnother(() => Monitor.TryEnter(g));
        Monitor.Exit(g);
        return Seen.All(first, second, other, Monitor.IsEntered(g), Seen.Of(() => Monitor.Exit(g)));
    }

    public static string The_flag_says_whether_it_was_taken()
    {
        object g = new();
        bool a = false, b = false, c = false, d = false;
        Monitor.Enter(g, ref a);
        Monitor.TryEnter(g, ref b);
        Monitor.TryEnter(g, 5, ref c);
        Monitor.TryEnter(g, TimeSpan.Zero, ref d);
        var other = Seen.OnAnother(() =>
        {
            var e = false;
            Monitor.TryEnter(g, 1, ref e);
            return e;
        });
        return Seen.All(a, b, c, d, other);
    }

    public static string A_wait_that_nobody_pulses()
    {
        object g = new();
        lock (g)
        {
            lock (g) // both are given up, and taken again
            {
                var seen = Seen.All(Monitor.Wait(g, 1), Monitor.Wait(g, 0), Monitor.Wait(g, TimeSpan.FromMilliseconds(1)),
                    Monitor.Wait(g, 1, true));
                return Seen.All(seen, Monitor.IsEntered(g));
            }
        }
    }

    public static string A_pulse_wakes_one_and_keeps_the_count()
    {
        object g = new();
        var (ready, seen) = (false, "");
        var thread = new Thread(() =>
        {
            lock (g)
            {
                lock (g)
                {
                    while (!ready) Monitor.Wait(g);
                }
                seen = $"{Monitor.IsEntered(g)}";
            }
            seen += Monitor.IsEntered(g);
        });
        thread.Start();
        lock (g)
        {
            ready = true;
            Monitor.Pulse(g);
        }
        thread.Join();
        return seen;
    }

    public static string A_ping_pong()
    {
        object g = new();
        var (turn, text) = (0, "");
        void Play(int mine)
        {
            for (var i = 0; i < 3; i++)
            {
                lock (g)
                {
                    while (turn != mine) Monitor.Wait(g);
                    text += mine;
                    turn = 1 - mine;
                    Monitor.PulseAll(g);
                }
            }
        }
        Thread a = new(() => Play(0)), b = new(() => Play(1));
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return text;
    }

    public static string A_lock_is_given_up_when_an_exception_leaves_it()
    {
        object g = new();
        var seen = Seen.Of(() =>
        {
            lock (g) throw new InvalidTimeZoneException();
        });
        return Seen.All(seen, Monitor.IsEntered(g), Seen.OnAnother(() => Monitor.TryEnter(g)), Monitor.LockContentionCount >= 0);
    }

    public static string An_interrupt_of_a_thread_that_wants_the_lock()
    {
        object g = new();
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => Monitor.Enter(g)));
        lock (g)
        {
            thread.Start();
            thread.Interrupt();
            thread.Join();
        }
        return Seen.All(seen, Seen.OnAnother(() => Monitor.TryEnter(g)));
    }
}
