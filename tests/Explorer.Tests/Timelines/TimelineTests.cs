namespace Workbook.Explorer.Tests.Timelines;

/// <summary>Whole timelines, as a learner sees them.</summary>
public class TimelineTests
{
    [Fact]
    public void One_ticket_sold_twice() => Assert.Equal(
        """
        w2 was let in between w1's reading left = 1 (line 5) and its writing left = 0 (line 5).

        line  w1                                                       w2
              -------------------------------------------------------  -------------------------------------------------------
          12  main: starts w1, w2
           4    if (left == 0)                    left is 1
           5    left--;                           left is 1
           4                                                           > if (left == 0)                    left is 1
           5                                                             left--;                           left 1 -> 0
           6                                                             Interlocked.Increment(ref sold);  sold 0 -> 1
           5    left--;                           left = 0
           6    Interlocked.Increment(ref sold);  sold 1 -> 2
          16  main: if (sold != 1)  sold is 2, left is 0
          16  main: throws Exception: sold 2, left 0
        """, Explored.Test(Programs.Tickets).Timeline!.TrimEnd());

    [Fact]
    public void Check_then_act() => Assert.Equal(
        """
        bob was let in between ann's reading account._balance = 100 (line 5) and its writing account._balance = -100 (line 6).

        line  ann                                                      bob
              -------------------------------------------------------  -------------------------------------------------------
          18  main: starts ann, bob
           5    return _balance;     account._balance is 100 (under account._lock)
           5                                                           > return _balance;     account._balance is 100 (under
                                                                                              account._lock)
           6                                                             _balance += amount;  account._balance 100 -> 0 (under
                                                                                              account._lock)
           6    _balance += amount;  account._balance 0 -> -100 (under account._lock)
           5  main: return _balance;  account._balance is -100 (under account._lock)
          22  main: throws Exception: -100
        """, Explored.Test(Programs.CheckThenAct).Timeline!.TrimEnd());

    [Fact]
    public void Two_locks_in_two_orders() => Assert.Equal(
        """
        b was let in between a's taking first (line 6) and its waiting for second (line 7).

        line  a                                                        b
              -------------------------------------------------------  -------------------------------------------------------
          14  main: starts a, b
           6    lock (first)   takes first
          11                                                           > lock (second)  takes second
          12                                                             lock (first)   waits for first, which a holds
           7    lock (second)  waits for second, which b holds
          16  main: a.Join();  waits for the end of a
        """, Explored.Test(Programs.Philosophers).Timeline!.TrimEnd());

    [Fact]
    public void A_lock_that_is_never_given_up() => Assert.Equal(
        """
        thread 3 took gate (line 7) and ended without giving it up.

        line  thread 1                              thread 2                              thread 3
              ------------------------------------  ------------------------------------  ------------------------------------
          13  main: starts thread 1, thread 2, thread 3
           7                                          gate.Enter();  takes gate
           8                                          if (stop)      stop is false
           9                                          stop = true;   stop = true
          10                                          gate.Exit();   gives up gate, ends
           7                                                                                gate.Enter();  takes gate
           8                                                                                if (stop)      stop is true, ends
           7    gate.Enter();  waits for gate, which thread 3 holds
          16  main: a.Join();  waits for the end of thread 1
        """, Explored.Test(Programs.Forgotten).Timeline!.TrimEnd());

    [Fact]
    public void A_pulse_that_nobody_hears() => Assert.Equal(
        """
        caller's pulsing gate (line 10) came before waiter's waiting for a pulse of gate (line 6), and nobody was there to
        hear it.

        line  waiter                                                   caller
              -------------------------------------------------------  -------------------------------------------------------
          12  main: starts waiter, caller
          10                                                             Monitor.Pulse(gate);  pulses gate: nobody waits
                                                                                               (under gate), ends
           6    Monitor.Wait(gate);   takes gate, gives it up and waits for a pulse
          14  main: waiter.Join();  waits for the end of waiter
        """, Explored.Test(Programs.LostPulse).Timeline!.TrimEnd());

    [Fact]
    public void A_semaphore_that_overflows() => Assert.Equal(
        """
        thread 2 was let in between thread 1's taking a permit of slots (line 6) and its releasing slots (line 7).

        line  thread 1                                                 thread 2
              -------------------------------------------------------  -------------------------------------------------------
          10  main: starts thread 1, thread 2
           6    var have = slots.Wait…  takes a permit of slots, 0 left
           6                                                           > var have = slots.Wait…  finds no permit in slots
           7                                                             slots.Release();        releases slots: 0 -> 1
           7    slots.Release();        releases slots, which is full
           7    throws SemaphoreFullException: a SemaphoreSlim has 1 of at most 1 permits, and 1 more were given back.
        """, Explored.Test(Programs.Overflow).Timeline!.TrimEnd());

    [Fact]
    public void A_node_that_came_back() => Assert.Equal(
        """
        b was let in between a's reading head = Node#2 (line 7) and its changing head from Node#2 to Node#1 (line 10).

        line  a                                                        b
              -------------------------------------------------------  -------------------------------------------------------
          35  main: starts a, b
           7    var old = Volatile.Read(ref h…  head is Node#2
           9    var next = old.Next;            Node#2.Next is Node#1
           7                                                           > var old = Volatile.Read(ref h…  head is Node#2
           9                                                             var next = old.Next;            Node#2.Next is Node#1
          10                                                             if (Interlocked.CompareExchan…  head Node#2 -> Node#1
           7                                                             var old = Volatile.Read(ref h…  head is Node#1
           9                                                             var next = old.Next;            Node#1.Next is null
          10                                                             if (Interlocked.CompareExchan…  head Node#1 -> null
          32                                                             mine = Pop();                   mine = Node#1
          17                                                             var old = Volatile.Read(ref h…  head is null
          18                                                             node.Next = old;                Node#2.Next = null
          19                                                             if (Interlocked.CompareExchan…  head null -> Node#2
          10    if (Interlocked.CompareExchan…  head Node#2 -> Node#1
          39  main: var at = head  head is Node#1
          40  main: if (at == mine)  mine is Node#1
          40  main: throws Exception: a node is both taken and in the stack
        """, Explored.Test(Programs.Aba).Timeline!.TrimEnd());

    [Fact]
    public void A_sleep_that_was_too_short() => Assert.Equal(
        """
        main slept, and went on before w had got as far as it thought: a sleep waits for nobody.

           6  main: starts w
           7  main: Thread.Sleep(100);  sleeps
           8  main: if (ready != 1)  ready is 0
           8  main: throws Exception: not ready
        """, Explored.Test(Programs.Sleeper).Timeline!.TrimEnd());

    [Fact]
    public void Of_more_than_three_threads_there_is_one_column_with_their_names()
    {
        var timeline = Explored.Test("""
            static int left;
            public static void Test()
            {
                left = 1;
                var sellers = new Thread[4];
                for (var i = 0; i < sellers.Length; i++)
                {
                    sellers[i] = new(() => { if (Volatile.Read(ref left) > 0) Interlocked.Decrement(ref left); })
                    { Name = $"seller {i}" };
                    sellers[i].Start();
                }
                foreach (var seller in sellers) seller.Join();
                if (left == -3) throw new Exception($"{left}");
            }
            """).Timeline!;
        Assert.Contains("thread", timeline);
        Assert.Contains("seller 0  ", timeline);
        Assert.Contains("left -2 -> -3", timeline);
        Assert.All(timeline.Split('\n'), line => Assert.True(line.Length <= 118, line));
    }

    [Fact]
    public void Without_the_source_it_has_the_lines_without_symbols_the_methods()
    {
        const string Failing =
            "static int x; public static void Test() { Thread a = new(() => x = 1); a.Start(); a.Join(); throw new "
                + "Exception(\"no\"); }";
        var lines = Compiled.Program($"using System; using System.Threading; public static class Shop {{ {Failing} }}",
            ("Shop", "Test"));
        var method = lines.Assembly.GetType("Shop")!.GetMethod("Test")!.CreateDelegate<Action>();
        Assert.Contains("   1  main: throws Exception: no", Explore.Run(method, lines.Sites, new ExploreOptions()).Timeline);
        var none = Compiled.Program($"using System; using System.Threading; public static class Shop {{ {Failing} }}",
            ("Shop", "Test"), symbols: false);
        method = none.Assembly.GetType("Shop")!.GetMethod("Test")!.CreateDelegate<Action>();
        Assert.Contains("main: throws Exception: no", Explore.Run(method, none.Sites, new ExploreOptions()).Timeline);
    }
}
