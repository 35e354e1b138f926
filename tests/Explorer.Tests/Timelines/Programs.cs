namespace Workbook.Explorer.Tests.Timelines;

/// <summary>Small wrong programs, each with one mistake that everybody makes once.</summary>
internal static class Programs
{
    public const string Tickets = """
        static int left, sold;
        static void Sell()
        {
            if (left == 0) return;
            left--;
            Interlocked.Increment(ref sold);
        }
        public static void Test()
        {
            (left, sold) = (1, 0);
            Thread a = new(Sell) { Name = "w1" }, b = new(Sell) { Name = "w2" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            if (sold != 1) throw new Exception($"sold {sold}, left {left}");
        }
        """;

    public const string Philosophers = """
        static readonly object first = new(), second = new();
        public static void Test()
        {
            Thread a = new(() =>
            {
                lock (first)
                    lock (second) { }
            }) { Name = "a" };
            Thread b = new(() =>
            {
                lock (second)
                    lock (first) { }
            }) { Name = "b" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
        }
        """;

    public const string LostPulse = """
        public static void Test()
        {
            var gate = new object();
            Thread waiter = new(() =>
            {
                lock (gate) Monitor.Wait(gate);
            }) { Name = "waiter" };
            Thread caller = new(() =>
            {
                lock (gate) Monitor.Pulse(gate);
            }) { Name = "caller" };
            waiter.Start();
            caller.Start();
            waiter.Join();
            caller.Join();
        }
        """;

    public const string Forgotten = """
        public static void Test()
        {
            var gate = new Lock();
            var stop = false;
            void Work()
            {
                gate.Enter();
                if (stop) return;
                stop = true;
                gate.Exit();
            }
            Thread a = new(Work), b = new(Work), c = new(Work);
            a.Start();
            b.Start();
            c.Start();
            a.Join();
            b.Join();
            c.Join();
        }
        """;

    public const string CheckThenAct = """
        class Account
        {
            private readonly Lock _lock = new();
            private int _balance;
            public int Balance { get { lock (_lock) return _balance; } }
            public void Add(int amount) { lock (_lock) _balance += amount; }
        }
        public static void Test()
        {
            var account = new Account();
            account.Add(100);
            void Withdraw()
            {
                if (account.Balance >= 100)
                    account.Add(-100);
            }
            Thread a = new(Withdraw) { Name = "ann" }, b = new(Withdraw) { Name = "bob" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            if (account.Balance < 0) throw new Exception($"{account.Balance}");
        }
        """;

    public const string Sleeper = """
        static volatile int ready;
        public static void Test()
        {
            ready = 0;
            Thread w = new(() => ready = 1) { Name = "w" };
            w.Start();
            Thread.Sleep(100);
            if (ready != 1) throw new Exception("not ready");
            w.Join();
        }
        """;

    public const string Aba = """
        class Node(int value) { public readonly int Value = value; public Node Next; }
        static Node head;
        static Node Pop()
        {
            while (true)
            {
                var old = Volatile.Read(ref head);
                if (old == null) return null;
                var next = old.Next;
                if (Interlocked.CompareExchange(ref head, next, old) == old) return old;
            }
        }
        static void Push(Node node)
        {
            while (true)
            {
                var old = Volatile.Read(ref head);
                node.Next = old;
                if (Interlocked.CompareExchange(ref head, node, old) == old) return;
            }
        }
        public static void Test()
        {
            head = null;
            Push(new Node(1));
            Push(new Node(2));
            Node taken = null, mine = null;
            Thread a = new(() => taken = Pop()) { Name = "a" };
            Thread b = new(() =>
            {
                var x = Pop();
                mine = Pop();
                if (x != null) Push(x);
            }) { Name = "b" };
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            for (var at = head; at != null; at = at.Next)
                if (at == mine) throw new Exception("a node is both taken and in the stack");
        }
        """;

    public const string Overflow = """
        public static void Test()
        {
            var slots = new SemaphoreSlim(1, 1);
            void Work()
            {
                var have = slots.Wait(0);
                slots.Release();
            }
            Thread a = new(Work), b = new(Work);
            a.Start();
            b.Start();
            a.Join();
            b.Join();
        }
        """;
}
