using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>What a person reads of a write that came late, and how it is run again.</summary>
[Collection("store buffers")]
public class TellingTests
{
    private const string Program = """
        static int x, y, sawX, sawY;
        public static void Test()
        {
            Thread w1 = new(() =>
            {
                Volatile.Write(ref x, 1);
                sawY = Volatile.Read(ref y);
            }) { Name = "w1" };
            Thread w2 = new(() =>
            {
                Volatile.Write(ref y, 1);
                sawX = Volatile.Read(ref x);
            }) { Name = "w2" };
            w1.Start(); w2.Start(); w1.Join(); w2.Join();
            if (sawX + sawY == 0) throw new Exception("nobody saw the other");
        }
        """;

    private static readonly Lazy<Verdict> _verdict = new(() => Explored.Test(Program, new ExploreOptions { Memory = MemoryModel.Tso }));

    [Fact]
    public void The_story_names_the_write_that_was_late()
    {
        Assert.Equal("w1's write x = 1 (line 6) was still in its store buffer when it read y = 0 (line 7), and when w2 read x = 0 (line 12).",
            _verdict.Value.Story);
        Assert.Equal(0, _verdict.Value.Preemptions); // nobody was interrupted
    }

    [Fact]
    public void The_timeline_shows_where_it_is_and_when_it_reaches_memory()
    {
        string[] expected =
        [
            "0 starts w1, w2", "1 x = 1 (in its store buffer)", "1 y is 0, sawY = 0",
            "2 y = 1", // nobody looked before it came: a write as any other
            "2 x is 0, sawX = 0", "1 x = 1 reaches memory", "0 sawX is 0, sawY is 0", "0 throws Exception: nobody saw the other",
        ];
        Assert.Equal(expected, _verdict.Value.Rows.Select(row => $"{row.Thread} {row.What}"));
        Assert.Equal([6, 0], _verdict.Value.Rows.Where(row => row.What.StartsWith("x = 1", StringComparison.Ordinal)).Select(row => row.Source is null ? 0 : row.Line));
    }

    [Fact]
    public void A_thread_that_reads_its_own_late_write_is_seen_to()
    {
        var verdict = Explored.Test("""
            static int x, y; static bool r, s;
            public static void Test()
            {
                Thread w1 = new(() => { Volatile.Write(ref x, 1); r = Volatile.Read(ref x) == 1 && Volatile.Read(ref y) == 0; }) { Name = "w1" };
                Thread w2 = new(() => { Volatile.Write(ref y, 1); s = Volatile.Read(ref y) == 1 && Volatile.Read(ref x) == 0; }) { Name = "w2" };
                w1.Start(); w2.Start(); w1.Join(); w2.Join();
                if (r && s) throw new Exception("nobody saw the other");
            }
            """, new ExploreOptions { Memory = MemoryModel.Tso });
        Assert.Contains("x is 1 (in its store buffer)", verdict.Timeline, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_looked_at_is_said()
    {
        const string Buffers = "not looked at: memory that is weaker than interleavings (store buffers)\n";
        const string Weaker = "not looked at: memory that is weaker than x86-64's (Arm), and accesses that the compiler moves\n";
        Assert.EndsWith(Weaker, _verdict.Value.Describe(), StringComparison.Ordinal);
        Assert.EndsWith(Buffers, Explored.Test(Program).Describe(), StringComparison.Ordinal);
        Assert.Contains("\"memory\":\"tso\"", _verdict.Value.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_schedule_has_steps_of_the_buffers_and_the_file_keeps_the_model()
    {
        var replay = _verdict.Value.Replay!;
        Assert.Contains(" b1 ", replay.Schedule, StringComparison.Ordinal);
        var read = Replay.FromJson(replay.ToJson());
        Assert.Equal((MemoryModel.Tso, replay.Id), (read.Memory, read.Id));
        Assert.NotEqual(replay.Id, (replay with { Memory = MemoryModel.Interleaved }).Id);
        Assert.Throws<FormatException>(() => Replay.FromJson(replay.ToJson().Replace("\"tso\"", "\"interleaved\"", StringComparison.Ordinal)));
        Assert.Throws<FormatException>(() => Replay.FromJson(replay.ToJson().Replace("\"tso\"", "\"arm\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void There_is_no_third_model() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExploreOptions { Memory = (MemoryModel)2 });

    // As files were before there was a choice.
    [Fact]
    public void A_file_that_names_no_model_is_of_interleavings()
    {
        var replay = _verdict.Value.Replay! with { Memory = MemoryModel.Interleaved, Schedule = "t0*3 t1*2" };
        Assert.Equal(replay.Id, Replay.FromJson(replay.ToJson().Replace("\"memory\":\"interleaved\",", "", StringComparison.Ordinal)).Id);
    }
}
