using System.Runtime.InteropServices;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Atomics
{
    private static int _int;
    private static long _long;
    private static object? _object;

    public static string Integers()
    {
        int a = 1;
        long b = 1;
        uint c = 1;
        ulong d = 1;
        return Seen.All(Interlocked.Increment(ref a), Interlocked.Decrement(ref a), Interlocked.Add(ref a, 5),
            Interlocked.Exchange(ref a, 7),
            Interlocked.CompareExchange(ref a, 8, 7), Interlocked.CompareExchange(ref a, 9, 7), Interlocked.And(ref a, 12),
            Interlocked.Or(ref a, 3), a,
            Interlocked.Increment(ref b), Interlocked.Add(ref b, 1L << 40), Interlocked.Read(ref b),
            Interlocked.And(ref b, 3), Interlocked.Or(ref b, 4), b,
            Interlocked.Increment(ref c), Interlocked.Decrement(ref c), Interlocked.Exchange(ref c, 9),
            Interlocked.CompareExchange(ref c, 1, 9), c,
            Interlocked.Add(ref d, 4), Interlocked.Read(ref d), Interlocked.Exchange(ref d, 2), d);
    }

    public static string Overflow()
    {
        int a = int.MaxValue;
        long b = long.MinValue;
        uint c = 0;
        return Seen.All(Interlocked.Increment(ref a), Interlocked.Decrement(ref b), Interlocked.Decrement(ref c));
    }

    public static string Small_and_real()
    {
        byte a = 1;
        sbyte b = -1;
        short c = 2;
        ushort d = 3;
        float e = 1.5f;
        double f = 2.5;
        nint g = 4;
        nuint h = 5;
        return Seen.All(Interlocked.Exchange(ref a, 9), Interlocked.CompareExchange(ref a, 3, 9), a,
            Interlocked.Exchange(ref b, -9), b,
            Interlocked.CompareExchange(ref c, 5, 2), c, Interlocked.Exchange(ref d, 8), d, Interlocked.Exchange(ref e, 9), e,
            Interlocked.CompareExchange(ref f, 3, 2.5), f, Interlocked.Exchange(ref g, 7), g,
            Interlocked.CompareExchange(ref h, 6, 5), h);
    }

    public static string References_and_generics()
    {
        object a = "a";
        var b = "b";
        var day = DayOfWeek.Monday;
        var flag = false;
        return Seen.All(Interlocked.Exchange(ref a, "x"), Interlocked.CompareExchange(ref a, "y", "no"), a,
            Interlocked.Exchange(ref b, "z"),
            Interlocked.CompareExchange(ref b, null, b), b, Interlocked.Exchange(ref day, DayOfWeek.Friday), day,
            Interlocked.Exchange(ref flag, true), flag,
            Interlocked.CompareExchange(ref flag, false, true), flag, Seen.Of(() =>
            {
                var pair = (1, 2);
                return Interlocked.Exchange(ref pair, (3, 4));
            }));
    }

    public static string Null()
    {
        ref var nowhere = ref System.Runtime.CompilerServices.Unsafe.NullRef<int>();
        var a = "";
        try { Interlocked.Increment(ref nowhere); }
        catch (NullReferenceException) { a = "null"; }
        return a;
    }

    public static string Volatiles()
    {
        Volatile.Write(ref _int, 3);
        Volatile.Write(ref _long, 1L << 40);
        Volatile.Write(ref _object, "o");
        var flag = true;
        double real = 1.5;
        Volatile.ReadBarrier();
        Volatile.WriteBarrier();
        Interlocked.MemoryBarrier();
        Interlocked.MemoryBarrierProcessWide();
        Volatile.Write(ref flag, false);
        Volatile.Write(ref real, 2.5);
        return Seen.All(Volatile.Read(ref _int), Volatile.Read(ref _long), Volatile.Read(ref _object),
            Volatile.Read(ref flag), Volatile.Read(ref real));
    }

    public static string Old_volatiles()
    {
        byte a = 1;
        long b = 2;
        object? c = "c";
#pragma warning disable CS0618, SYSLIB0054 // obsolete
        Thread.VolatileWrite(ref a, 3);
        Thread.VolatileWrite(ref b, 4);
        Thread.VolatileWrite(ref c, "d");
        return Seen.All(Thread.VolatileRead(ref a), Thread.VolatileRead(ref b), Thread.VolatileRead(ref c));
#pragma warning restore CS0618, SYSLIB0054
    }

    public static string Elements_fields_and_spans()
    {
        var array = new int[3];
        var holder = new Holder();
        Interlocked.Increment(ref array[1]);
        Interlocked.Add(ref holder.Pair.Second, 5);
        Interlocked.Increment(ref CollectionsMarshal.AsSpan(new List<int> { 1 })[0]);
        Span<int> span = stackalloc int[2];
        Interlocked.Increment(ref span[1]);
        return Seen.All(array[1], holder.Pair.Second, span[1]);
    }

    public static string Two_threads_lose_nothing()
    {
        var n = 0;
        void Add()
        {
            for (var i = 0; i < 2; i++) Interlocked.Increment(ref n);
        }
        Thread a = new(Add), b = new(Add);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return $"{n}";
    }

    private sealed class Holder
    {
        public (int First, int Second) Pair;
    }
}
