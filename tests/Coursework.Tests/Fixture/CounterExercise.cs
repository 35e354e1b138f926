using Workbook.Coursework.Catalogue;

namespace Workbook.Coursework.Tests.Fixture;

/// <summary>A small exercise: a counter that two threads use. What Add does concerns one check alone, so that the others show
/// what is left when it goes wrong.</summary>
internal static class CounterExercise
{
    public const string Lost = "no call is lost", New = "a new counter is at zero", Reset = "a reset counter is at zero",
        Polls = "a thread that waits neither sleeps nor spins", Atomic = "is built with a lock";

    public const string RightAdd = "lock (_lock) _value++;";

    /// <summary>Never ends, in code of the platform, where the explorer sees no loop.</summary>
    public const string Endless = "_ = Enumerable.InfiniteSequence(0, 0).Contains(1);";

    private const string Semaphore = "private readonly SemaphoreSlim _one = new(1);";

    public static readonly string[] Names = [New, Lost, Reset, Polls, Atomic];

    private const string Checks = $$"""
        using Workbook.Examples.Exercises;

        namespace Workbook.Examples.Counting;

        [NeverPolls("{{Polls}}", Points = 1, Explains = "A thread waits by sleeping or by asking again and again.")]
        [Without("{{Atomic}}", "System.Threading.Interlocked", "System.Collections.Concurrent.*",
            Points = 1, Explains = "A lock is to be used.")]
        public static class Check
        {
            [Check("{{New}}", Points = 1, Explains = "A counter begins at zero.")]
            public static void New_is_zero() => Must.Equal(0, new Counter().Value, "the value of a new counter");

            [Check("{{Lost}}", Points = 3, Explains = "Two calls of Add counted as one.")]
            public static void No_call_is_lost()
            {
                var counter = new Counter();
                Together.Run(("a", counter.Add), ("b", counter.Add));
                Must.Equal(2, counter.Value, "the value after two calls");
            }

            [Check("{{Reset}}", Points = 1, Explains = "Reset sets the counter back.")]
            public static void Reset_is_zero()
            {
                var counter = new Counter();
                counter.Reset();
                Must.Equal(0, counter.Value, "the value after Reset");
            }
        }
        """;

    private const string Given = """
        namespace Workbook.Examples.Counting;

        public interface ICounter { void Add(); int Value { get; } void Reset(); }
        """;

    public static Assignment Assignment { get; } = new()
    {
        Number = 901,
        Slug = "counter",
        Title = "Counter",
        Points = 7,
        Starter = Source("Starter.cs", TextOf("_value++;")),
        Solution = Source("Solution.cs", TextOf(RightAdd)),
        Check = Source("Check.cs", Checks),
        Given = [Source("Given/ICounter.cs", Given)],
        Support = [.. new[] { "CheckAttribute", "NeverPollsAttribute", "WithoutAttribute", "Must", "CheckFailedException",
            "Together" }.Select(Embedded)],
        Mutants =
        [
            Source("Mutants/NoLock.cs", $"// fails: {Lost}\n{TextOf("_value++;")}"),
            Source("Mutants/LockOfItsOwn.cs", $"// fails: {Lost}\n{TextOf("lock (new object()) _value++;")}"),
            Source("Mutants/BeginsAtOne.cs",
                $"// fails: {New}\n{TextOf(RightAdd).Replace("_value;", "_value = 1;", StringComparison.Ordinal)}"),
            Source("Mutants/Sleeps.cs", $"// fails: {Polls}\n{TextOf($"Thread.Sleep(1); {RightAdd}")}"),
        ],
        Variants =
        [
            Source("Variants/Monitors.cs",
                $"// passes: a monitor\n{TextOf("Monitor.Enter(_lock); try { _value++; } finally { Monitor.Exit(_lock); }")}"),
            Source("Variants/Semaphores.cs",
                $"// passes: a semaphore\n{TextOf("_one.Wait(); _value++; _one.Release();", Semaphore)}"),
        ],
        After = "One lock.",
        Statement = $"| {New} | 1 |\n| {Lost} | 3 |\n| {Reset} | 1 |\n| {Polls} | 1 |\n| {Atomic} | 1 |\n",
        Hints = "Lock.",
    };

    /// <summary>A counter, with that body of Add and those members beside it. The body is on line 11, the members
    /// are on line 8.</summary>
    public static SourceFile Answer(string add = RightAdd, string members = "") => Source("Counter.cs", TextOf(add, members));

    public static SourceFile Source(string path, string text) => new(path, text);

    private static string TextOf(string add, string members = "") => $$"""
        namespace Workbook.Examples.Counting;

        /// <summary>Counts.</summary>
        public sealed class Counter : ICounter
        {
            private readonly object _lock = new();
            private int _value;
            {{members.ReplaceLineEndings(" ")}}
            public void Add()
            {
                {{add.ReplaceLineEndings(" ")}}
            }

            public int Value { get { lock (_lock) return _value; } }

            public void Reset() { lock (_lock) _value = 0; }
        }
        """;

    private static SourceFile Embedded(string name)
    {
        using var reader = new StreamReader(typeof(CounterExercise).Assembly.GetManifestResourceStream($"Support/{name}.cs")!);
        return new SourceFile($"{name}.cs", reader.ReadToEnd());
    }
}
