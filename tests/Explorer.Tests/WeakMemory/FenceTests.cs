using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>What keeps a thread's write from being read past: each stands between the write and the read of both threads.</summary>
[Collection("store buffers")]
public class FenceTests
{
    [Theory]
    [InlineData("Interlocked.MemoryBarrier();")]
    [InlineData("Thread.MemoryBarrier();")]
    [InlineData("Interlocked.MemoryBarrierProcessWide();")]
    [InlineData("Interlocked.Increment(ref other);")]
    [InlineData("Interlocked.CompareExchange(ref other, 1, 5);")]
    [InlineData("Interlocked.Read(ref large);")]
    [InlineData("lock (gate) { }")]
    [InlineData("lock (new object()) { }")]
    [InlineData("semaphore.Release();")]
    [InlineData("done.Set();")]
    [InlineData("{ var t = new Thread(() => { }); t.Start(); t.Join(); }")]
    public void A_fence(string fence) => Assert.Equal(Strength.Proved, Explore(fence, fence, MemoryModel.Tso).Strength);

    [Theory]
    [InlineData("")]
    [InlineData("Volatile.WriteBarrier();")]
    [InlineData("Volatile.ReadBarrier();")]
    [InlineData("Thread.Yield();")]
    [InlineData("Thread.SpinWait(1);")]
    [InlineData("_ = Volatile.Read(ref x) + Volatile.Read(ref y);")]
    [InlineData("Volatile.Write(ref other, 1);")]
    [InlineData("_ = done.IsSet;")]
    public void No_fence(string none)
    {
        Assert.Equal(Strength.Failed, Explore(none, none, MemoryModel.Tso).Strength);
        Assert.Equal(Strength.Proved, Explore(none, none, MemoryModel.Interleaved).Strength);
    }

    // As the lock does whose readers pay nothing: the writer makes all processors look.
    [Fact]
    public void One_fence_of_the_whole_process_is_as_good_as_one_on_both_sides()
    {
        Assert.Equal(Strength.Proved, Explore("Interlocked.MemoryBarrierProcessWide();", "", MemoryModel.Tso).Strength);
        Assert.Equal(Strength.Failed, Explore("Interlocked.MemoryBarrier();", "", MemoryModel.Tso).Strength);
    }

    private static Verdict Explore(string first, string second, MemoryModel memory) => Explored.Test($$"""
        static int x, y, other; static long large; static bool r, s;
        static readonly object gate = new(); static readonly SemaphoreSlim semaphore = new(0); static readonly ManualResetEventSlim done = new();
        public static void Test()
        {
            Thread w1 = new(() => { Volatile.Write(ref x, 1); {{first}} r = Volatile.Read(ref y) == 0; });
            Thread w2 = new(() => { Volatile.Write(ref y, 1); {{second}} s = Volatile.Read(ref x) == 0; });
            w1.Start(); w2.Start(); w1.Join(); w2.Join();
            if (r && s) throw new Exception("both have read what was there before");
        }
        """, new ExploreOptions { Memory = memory });
}
