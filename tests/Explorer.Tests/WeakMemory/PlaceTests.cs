using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>Store buffering on every kind of place: two threads write one each, and then read the other's.</summary>
[Collection("store buffers")]
public class PlaceTests
{
    private const string Struct = "struct Pair { public int A, B; public object Tag; } struct Plain { public int A, B; }";
    private const string Open = "class Box { public int A; public volatile int B; public object R, S; public Plain P; public Plain Q; } class Below : Box { }";

    // Declarations, setup, what the first writes and reads, what the second writes and reads, and when both have read the old value.
    public static TheoryData<string, string, string, string, string, string> Places => new()
    {
        { "volatile fields", "static volatile int x, y;", "x = 1; r = y == 0;", "y = 1; s = x == 0;", "", "" },
        { "static fields", "static int x, y;", "x = 1; r = y == 0;", "y = 1; s = x == 0;", "", "" },
        { "Volatile.Write", "static long x, y;", "Volatile.Write(ref x, 1); r = Volatile.Read(ref y) == 0;", "Volatile.Write(ref y, 1); s = Volatile.Read(ref x) == 0;", "", "" },
        { "fields of an object", "static Box b;", "b.A = 1; r = b.B == 0;", "b.B = 1; s = b.A == 0;", "b = new Below();", "" },
        { "references", "static Box b;", "b.R = b; r = b.S == null;", "b.S = b; s = b.R == null;", "b = new Box();", "" },
        { "texts", "static string x, y;", "x = \"one\"; r = y == null;", "y = \"two\"; s = x == null;", "", "" },
        { "elements", "static int[] a;", "a[0] = 1; r = a[1] == 0;", "a[1] = 1; s = a[0] == 0;", "a = new int[2];", "" },
        { "elements that are references", "static object[] a;", "a[0] = a; r = a[1] == null;", "a[1] = a; s = a[0] == null;", "a = new object[2];", "" },
        { "elements of a table", "static int[,] a;", "a[1, 2] = 1; r = a[0, 1] == 0;", "a[0, 1] = 1; s = a[1, 2] == 0;", "a = new int[2, 3];", "" },
        { "elements of a span", "static int[] a;", "a.AsSpan()[0] = 1; r = a.AsSpan()[1] == 0;", "a.AsSpan()[1] = 1; s = a.AsSpan()[0] == 0;", "a = new int[2];", "" },
        { "structs", "static Plain x, y;", "x = new Plain { A = 1 }; r = y.A == 0;", "y = new Plain { A = 1 }; s = x.A == 0;", "", "" },
        { "structs that hold references", "static Pair x, y;", "x = new Pair { Tag = \"\" }; r = y.Tag == null;", "y = new Pair { Tag = \"\" }; s = x.Tag == null;", "", "" },
        { "parts of a struct", "static Box b;", "b.P.B = 1; r = b.Q.A == 0;", "b.Q.A = 1; s = b.P.B == 0;", "b = new Box();", "" },
        { "two parts of one struct", "static Plain p;", "p.A = 1; r = p.B == 0;", "p.B = 1; s = p.A == 0;", "", "" },
        { "through references", "static int x, y;", "Set(ref x); r = Get(ref y) == 0;", "Set(ref y); s = Get(ref x) == 0;", "", "static void Set(ref int place) => place = 1; static int Get(ref int place) => place;" },
        { "captured variables", "static Action one, other;", "one();", "other();", "int x = 0, y = 0; one = () => { x = 1; r = y == 0; }; other = () => { y = 1; s = x == 0; };", "" },
        { "static fields of a generic type", "class Of<T> { public static int X; }", "Of<int>.X = 1; r = Of<string>.X == 0;", "Of<string>.X = 1; s = Of<int>.X == 0;", "", "" },
        { "bytes, and enums", "static byte x; static DayOfWeek y;", "x = 1; r = y == 0;", "y = DayOfWeek.Friday; s = x == 0;", "", "" },
        { "what may be nothing", "static int? x, y;", "x = 1; r = y == null;", "y = 1; s = x == null;", "", "" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Both_may_read_what_was_there_before(string name, string fields, string first, string second, string setup, string members)
    {
        Assert.NotEmpty(name);
        Assert.Equal(Strength.Failed, Explore(fields, first, second, setup, members, MemoryModel.Tso).Strength);
        Assert.Equal(Strength.Proved, Explore(fields, first, second, setup, members, MemoryModel.Interleaved).Strength);
    }

    // Where a fence can be put between the write and the read.
    public static IEnumerable<object[]> Apart => Places.Where<object[]>(place => $"{place[2]}".Contains("; ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Apart))]
    public void Not_with_a_fence_between(string name, string fields, string first, string second, string setup, string members)
    {
        Assert.NotEmpty(name);
        var verdict = Explore(fields, Fenced(first), Fenced(second), setup, members, MemoryModel.Tso);
        Assert.True(verdict.Strength == Strength.Proved, verdict.Describe());
    }

    private static string Fenced(string steps) => steps.Replace("; ", "; Interlocked.MemoryBarrier(); ", StringComparison.Ordinal);

    private static Verdict Explore(string fields, string first, string second, string setup, string members, MemoryModel memory) => Explored.Test($$"""
        {{Struct}} {{Open}} {{fields}} {{members}} static bool r, s;
        public static void Test()
        {
            {{setup}}
            Thread w1 = new(() => { {{first}} }), w2 = new(() => { {{second}} });
            w1.Start(); w2.Start(); w1.Join(); w2.Join();
            if (r && s) throw new Exception("both have read what was there before");
        }
        """, new ExploreOptions { Memory = memory, Races = RacePolicy.Report });
}
