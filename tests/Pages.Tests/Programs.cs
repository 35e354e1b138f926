using System.Diagnostics;

namespace Workbook.Pages.Tests;

/// <summary>Programs that fail, each of another kind; what a page shows of them is this file.</summary>
public static class Programs
{
    private static readonly object _first = new(), _second = new();
    private static int _left, _sold, _count;

    private static void Sell()
    {
        if (_left == 0) return;
        _left--;
        Interlocked.Increment(ref _sold);
    }

    /// <summary>An assertion, and a race that matters to it.</summary>
    public static void TwoSellers()
    {
        (_left, _sold) = (1, 0);
        Thread w1 = new(Sell) { Name = "w1" }, w2 = new(Sell) { Name = "w2" };
        w1.Start();
        w2.Start();
        w1.Join();
        w2.Join();
        if (_sold != 1) throw new InvalidOperationException($"sold {_sold}, left {_left}");
    }

    /// <summary>A race that makes nothing fail; and what would end a script, if it were not text.</summary>
    public static void Published()
    {
        var ready = false;
        var note = "";
        void Writer()
        {
            note = "</script><b>";
            ready = true;
        }
        void Reader()
        {
            if (ready) Console.Write(note.Length);
        }
        Thread writer = new(Writer) { Name = "writer" }, reader = new(Reader) { Name = "reader" };
        writer.Start();
        reader.Start();
        writer.Join();
        reader.Join();
    }

    /// <summary>A deadlock.</summary>
    public static void TwoLocks()
    {
        void Alice()
        {
            lock (_first)
            {
                lock (_second) _count++;
            }
        }
        void Bob()
        {
            lock (_second)
            {
                lock (_first) _count++;
            }
        }
        Thread alice = new(Alice) { Name = "alice" }, bob = new(Bob) { Name = "bob" };
        alice.Start();
        bob.Start();
        alice.Join();
        bob.Join();
    }

    /// <summary>A lost wakeup.</summary>
    public static void EarlyPulse()
    {
        var gate = new object();
        void Waiter()
        {
            lock (gate) Monitor.Wait(gate);
        }
        void Caller()
        {
            lock (gate) Monitor.Pulse(gate);
        }
        Thread waiter = new(Waiter) { Name = "waiter" }, caller = new(Caller) { Name = "caller" };
        waiter.Start();
        caller.Start();
        waiter.Join();
        caller.Join();
    }

    /// <summary>About 200 steps of four threads, main among them, and then an assertion.</summary>
    public static void Long()
    {
        var gate = new object();
        int taken = 0, racy = 0;
        void Work()
        {
            for (var i = 0; i < 15; i++)
            {
                lock (gate) taken++;
            }
            racy++;
        }
        Thread[] workers = [new(Work) { Name = "first" }, new(Work) { Name = "second" }, new(Work) { Name = "third" }];
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        Debug.Assert(racy == workers.Length, "one is lost");
    }
}
