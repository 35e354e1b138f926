using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>Locks out of reads and writes, by Dekker and by Peterson: on paper they need no more than that, and on a processor a fence.</summary>
[Collection("store buffers")]
public class ExclusionTests
{
    private const string Peterson = """
        static void Enter(int me)
        {
            Volatile.Write(ref wants[me], true);
            Volatile.Write(ref turn, 1 - me);
            FENCE
            while (Volatile.Read(ref wants[1 - me]) && Volatile.Read(ref turn) == 1 - me) ;
        }
        static void Leave(int me) => Volatile.Write(ref wants[me], false);
        """;

    private const string Dekker = """
        static void Enter(int me)
        {
            Volatile.Write(ref wants[me], true);
            FENCE
            while (Volatile.Read(ref wants[1 - me]))
            {
                if (Volatile.Read(ref turn) == me) continue;
                Volatile.Write(ref wants[me], false);
                while (Volatile.Read(ref turn) != me) ;
                Volatile.Write(ref wants[me], true);
                FENCE
            }
        }
        static void Leave(int me) { Volatile.Write(ref turn, 1 - me); Volatile.Write(ref wants[me], false); }
        """;

    private const string Monitors = "static readonly object gate = new(); static void Enter(int me) => Monitor.Enter(gate); static void Leave(int me) => Monitor.Exit(gate);";

    private const string Spinning = """
        static int taken;
        static void Enter(int me) { while (Interlocked.Exchange(ref taken, 1) != 0) ; }
        static void Leave(int me) => Volatile.Write(ref taken, 0);
        """;

    [Theory]
    [InlineData(Peterson)]
    [InlineData(Dekker)]
    public void Without_a_fence_they_hold_on_paper_only(string code)
    {
        var bare = code.Replace("FENCE", "", StringComparison.Ordinal);
        Assert.Equal(Strength.Proved, Explore(bare, MemoryModel.Interleaved).Strength);
        var verdict = Explore(bare, MemoryModel.Tso);
        Assert.Equal((Strength.Failed, FailureKind.Exception), (verdict.Strength, verdict.Failure?.Kind));
        Assert.Contains("was still in its store buffer when it read", verdict.Story, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Peterson)]
    [InlineData(Dekker)]
    public void With_a_fence_they_hold(string code)
    {
        var fenced = code.Replace("FENCE", "Interlocked.MemoryBarrier();", StringComparison.Ordinal);
        Assert.Equal(Strength.Proved, Explore(fenced, MemoryModel.Interleaved).Strength);
        Assert.Equal(Strength.Proved, Explore(fenced, MemoryModel.Tso).Strength);
    }

    [Theory]
    [InlineData(Monitors)]
    [InlineData(Spinning)] // it gives up by a write, which may come late: that keeps the other waiting, and no more
    public void Locks_of_the_platform_and_of_interlocked_operations_hold(string code)
    {
        Assert.Equal(Strength.Proved, Explore(code, MemoryModel.Interleaved).Strength);
        Assert.Equal(Strength.Proved, Explore(code, MemoryModel.Tso).Strength);
    }

    private static Verdict Explore(string code, MemoryModel memory) => Explored.Test($$"""
        static readonly bool[] wants = new bool[2]; static int turn, inside;
        {{code}}
        static void Work(int me)
        {
            Enter(me);
            if (++inside > 1) throw new Exception("two are inside");
            inside--;
            Leave(me);
        }
        public static void Test()
        {
            Thread a = new(() => Work(0)) { Name = "a" }, b = new(() => Work(1)) { Name = "b" };
            a.Start(); b.Start(); a.Join(); b.Join();
        }
        """, new ExploreOptions { Memory = memory, Races = RacePolicy.Report, Schedules = 1_000_000, Time = TimeSpan.FromMinutes(2) });
}
