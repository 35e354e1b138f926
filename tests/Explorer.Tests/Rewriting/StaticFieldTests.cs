using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Rewriting;

/// <summary>Every execution finds static fields as the first one did.</summary>
public class StaticFieldTests
{
    private const string Check = "static void Check(bool holds) { if (!holds) throw new Exception(); }\n";

    public static TheoryData<string, string> Programs => new()
    {
        { "a field without a first value", "static int _x; public static void Test() { Check(_x == 0); _x++; }" },
        { "a field with one", "static int _x = 5; public static void Test() { Check(_x == 5); _x++; }" },
        { "a readonly list",
        "static readonly List<int> _x = [1]; public static void Test() { Check(_x.Count == 1); _x.Add(2); }" },
        { "a readonly number that a static constructor sets", """
            static class Other { public static readonly int X; public static int Y; static Other() { X = 3; Y = X + 1; } }
            public static void Test() { Check(Other.X == 3 && Other.Y == 4); Other.Y = 0; }
            """ },
        { "a generic type", """
            static class Box<T> { public static T Value; public static readonly List<T> All = new(); }
            public static void Test()
            {
                Check(Box<int>.Value == 0 && Box<string>.Value == null && Box<string>.All.Count == 0);
                Box<int>.Value = 1;
                Box<string>.Value = "x";
                Box<string>.All.Add("x");
                Check(Box<long>.Value == 0);
            }
            """ },
        { "a type that another needs", """
            static class A { public static readonly List<int> All = [.. B.All, 2]; }
            static class B { public static readonly List<int> All = [1]; }
            public static void Test() { Check(A.All.Count == 2 && B.All.Count == 1); A.All.Add(3); B.All.Add(3); }
            """ },
        { "fields of a struct, an interface and a record", """
            struct S { public static int X = 1; public int Y; }
            interface I { static int X = 1; }
            record R(int Y) { public static R Empty { get; set; } = new(0); }
            public static void Test() { Check(S.X == 1 && I.X == 1 && R.Empty.Y == 0); S.X = 2; I.X = 2; R.Empty = new(5); }
            """ },
        { "a static property and an event", """
            static int X { get; set; } = 2;
            static event Action E;
            public static void Test() { Check(X == 2 && E == null); X = 3; E += () => { }; }
            """ },
        { "lambdas are kept and work", """
            static readonly Func<int, int> _twice = x => 2 * x;
            public static void Test() { Func<int, int> inc = static x => x + 1; Check(_twice(inc(1)) == 4); }
            """ },
        { "a module initializer", """
            static int _x;
            [System.Runtime.CompilerServices.ModuleInitializer] public static void Begin() => _x = 7;
            public static void Test() { Check(_x == 7); _x = 8; }
            """ },
        { "a constant array, a constant and an enumeration", """
            const int N = 3;
            static readonly int[] _primes = [2, 3, 5, 7, 11, 13];
            static ReadOnlySpan<byte> Bytes => [1, 2, 3];
            public static void Test() { Check(_primes[5] == 13 && N == 3 && Bytes[2] == 3 && DayOfWeek.Friday > 0);
                _primes[5] = 0; }
            """ },
        { "a field of the thread", """
            [ThreadStatic] static int _x;
            [ThreadStatic] static List<string> _y;
            static int Touch() { ref int x = ref _x; x += 2; _x--; (_y ??= []).Add("x"); return _y.Count; }
            public static void Test()
            {
                Check(_x == 0 && _y == null);
                var seen = 0;
                Thread a = new(() => { Check(_x == 0); Touch(); Check(Touch() == 2); Volatile.Write(ref seen, _x); });
                Check(Touch() == 1);
                a.Start(); a.Join();
                Check(_x == 1 && seen == 2);
            }
            """ },
        { "a field of the thread in a generic type", """
            static class Box<T> { [ThreadStatic] public static T Value; }
            public static void Test() { Check(Box<int>.Value == 0 && Box<string>.Value == null); Box<int>.Value = 1;
                Box<string>.Value = "x"; Check(Box<int>.Value == 1); }
            """ },
        { "a field of the thread that a static constructor sets: it is the thread's that came first", """
            static class Other { [ThreadStatic] public static int X = 9; }
            public static void Test() { Check(Other.X == 9); var seen = 1; var a = new Thread(() => seen = Other.X);
                a.Start(); a.Join(); Check(seen == 0); Other.X = 1; }
            """ },
        { "a static constructor that fails, fails every time", """
            static class Broken { public static int X = int.Parse("x"); }
            public static void Test() { try { Check(Broken.X == 0); } catch (TypeInitializationException) { return; }
                Check(false); }
            """ },
        { "a lock that an execution leaves taken", """
            static readonly object _gate = new();
            static readonly Lock _lock = new();
            static readonly SemaphoreSlim _permit = new(1);
            public static void Test() {
                Check(!Monitor.IsEntered(_gate) && !_lock.IsHeldByCurrentThread && _permit.CurrentCount == 1);
            Monitor.Enter(_gate); _lock.Enter(); _permit.Wait(); }
            """ },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Are_set_back_before_each_execution(string name, string members)
    {
        foreach (var optimize in new[] { false, true })
        {
            using var exploration = new Exploration(Compiled.Test(Check + members, optimize), new ExploreOptions());
            for (var i = 0; i < 3; i++)
            {
                var failure = exploration.RunOnce(new BoundedSearch(0)).Failure;
                Assert.True(failure is null, $"{name}: {failure?.Message} {failure?.Exception}");
            }
        }
    }

    [Fact]
    public void A_static_constructor_is_no_part_of_the_schedule()
    {
        var verdict = Explore.Run(Compiled.Test("""
            static class Shared { public static readonly List<int> All = Make();
                static List<int> Make() { lock (typeof(Shared)) { var x = new List<int>(); x.Add(1); return x; } } }
            public static void Test() { Thread a = new(() => _ = Shared.All.Count), b = new(() => _ = Shared.All.Count);
                a.Start(); b.Start(); a.Join(); b.Join(); }
            """), new(["snippet"]), new ExploreOptions());
        Assert.Equal(1, verdict.Behaviours);
        Assert.Empty(verdict.Races);
    }
}
