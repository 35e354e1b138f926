// Compiled together with the learner's file. Few numbers are enough: each is of another magnitude, so that a wrong sum shows
// which of them is missing, or was added twice. How the threads interleave is up to the explorer.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.ParallelSums;

[Without("shares nothing: no lock, no atomic instruction", "lock", "System.Threading.Monitor", "System.Threading.Lock",
    "System.Threading.Interlocked", "System.Threading.SemaphoreSlim", "System.Threading.Semaphore", "System.Threading.Mutex",
    "System.Threading.SpinLock", "System.Threading.ReaderWriterLockSlim", "Workbook.Concurrency.Locks.*", Points = 2,
    Explains = "Where each thread has a variable and a place of its own, there is nothing to protect; a lock or an atomic "
        + "instruction at each number makes many threads slower than one.")]
public static class Check
{
    [Check("the slices cover every index once, in order", Points = 4,
        Explains = "The first slice begins at 0, each ends where the next begins, and the last ends at the length.")]
    public static void Covers_every_index()
    {
        for (var threads = 1; threads <= 5; threads++)
        {
            for (var length = 0; length <= 12; length++) Covers(threads, length);
        }
        Covers(threads: 3, length: int.MaxValue); // an index times a number of threads does not fit into an int
    }

    [Check("the slices are as even as can be, and none is empty", Points = 3,
        Explains = "As many slices as threads, or as numbers if those are fewer; their lengths differ by one at most.")]
    public static void Even_slices()
    {
        for (var threads = 1; threads <= 5; threads++)
        {
            for (var length = 1; length <= 12; length++)
            {
                var slices = new ParallelSum(threads).Split(length);
                Must.Hold(slices.Count == Math.Min(threads, length),
                    $"{length} numbers and {threads} threads make {slices.Count} slices: {Shown(slices)}");
                var (shortest, longest) = (slices.Min(slice => slice.Length), slices.Max(slice => slice.Length));
                Must.Hold(shortest >= 1, $"a slice is empty: {Shown(slices)}");
                Must.Hold(longest - shortest <= 1, $"one slice has {longest} numbers and another {shortest}: {Shown(slices)}");
            }
        }
    }

    [Check("the sum is that of all the numbers", Points = 4,
        Explains = "Every number must be in the sum once: read the partial sums only after all threads have ended.")]
    public static void The_sum()
    {
        Must.Equal(0, new ParallelSum(2).Of([]), "the sum of no numbers");
        Must.Equal(-7, new ParallelSum(2).Of([-7]), "the sum of -7 alone");
        Must.Equal(54321, new ParallelSum(2).Of([1, 20, 300, 4_000, 50_000]), "the sum of 1, 20, 300, 4000 and 50000");
    }

    // Not too much: nobody adds before all three are there. Whoever joins a thread before all are started never gets there.
    [Check("the slices are added up at the same time", Points = 4,
        Explains = "A slice was begun only when another was done. Start all threads before the first Join; each calls onSlice.")]
    public static void At_the_same_time()
    {
        using var allAreHere = new CountdownEvent(3);
        var told = new string[3];
        void Meets(Slice slice)
        {
            told[slice.Start] = Shown([slice]);
            allAreHere.Signal();
            allAreHere.Wait();
        }
        Must.Equal(321, new ParallelSum(3, Meets).Of([1, 20, 300]), "the sum of 1, 20 and 300");
        Must.EqualSequence(["0..1", "1..2", "2..3"], told, "the slices that onSlice was told of");
    }

    [Check("a sum that does not fit reaches the caller as an overflow", Points = 3,
        Explains = "Of must throw an OverflowException, wrapped in no other: add with checked, in the threads and at the end.")]
    public static void Overflow_reaches_the_caller()
    {
        Must.Throw<OverflowException>(() => new ParallelSum(2).Of([1, 2, long.MaxValue, 1]),
            "Of, where a slice alone is too much,");
        Must.Throw<OverflowException>(() => new ParallelSum(2).Of([long.MinValue, -1]),
            "Of, where two slices together are too much,");
        Must.Equal(long.MaxValue, new ParallelSum(2).Of([long.MaxValue - 1, 1]), "the largest sum that fits");
    }

    [Check("when Of is over, so are its threads", Points = 2,
        Explains = "Of came back by an exception while one of its threads was still at work: join all of them, and then throw.")]
    public static void Over_is_over()
    {
        var (over, late) = (0, 0);
        void Notices(Slice slice)
        {
            if (Volatile.Read(ref over) == 1) Volatile.Write(ref late, 1);
        }
        long[] numbers = [long.MaxValue, 1, 2, 3];
        Must.Throw<OverflowException>(() => new ParallelSum(2, Notices).Of(numbers), "Of, where a slice alone is too much,");
        Volatile.Write(ref over, 1);
        numbers[3] = 0; // the array is the caller's alone again: who still reads it, races
        Thread.Yield(); // a thread that was left may show itself now; where none was, nothing happens
        Must.Hold(Volatile.Read(ref late) == 0, "Of had thrown, and then one of its threads began with its slice");
    }

    [Check("several callers may use one object and one array", Points = 2,
        Explains = "A call leaves something in the object, or in the array, that another call at the same time stumbles over.")]
    public static void Several_callers()
    {
        var sum = new ParallelSum(1);
        long[] numbers = [1, 20];
        Together.Run(
            ("c1", () => Must.Equal(21, sum.Of(numbers), "the sum of 1 and 20")),
            ("c2", () => Must.Equal(21, sum.Of(numbers), "the sum of 1 and 20")));
        Must.EqualSequence([1, 20], numbers, "the numbers after they were added up");
    }

    [Check("less than one thread and less than no numbers are refused", Points = 1,
        Explains = "The constructor and Split throw ArgumentOutOfRangeException; Threads is what the constructor was given.")]
    public static void Misuse()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new ParallelSum(0), "new ParallelSum(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new ParallelSum(-1), "new ParallelSum(-1)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new ParallelSum(2).Split(-1), "Split(-1)");
        Must.Equal(3, new ParallelSum(3).Threads, "Threads of new ParallelSum(3)");
    }

    private static void Covers(int threads, int length)
    {
        var slices = new ParallelSum(threads).Split(length);
        var next = 0;
        foreach (var slice in slices)
        {
            Must.Hold(slice.Start == next && slice.End >= next,
                $"{length} numbers and {threads} threads: behind {next} comes {slice.Start} to {slice.End}, in {Shown(slices)}");
            next = slice.End;
        }
        Must.Hold(next == length, $"{length} numbers and {threads} threads: the slices end at {next}, in {Shown(slices)}");
    }

    private static string Shown(IReadOnlyList<Slice> slices) =>
        slices.Count == 0 ? "none" : string.Join(", ", slices.Select(slice => $"{slice.Start}..{slice.End}"));
}
