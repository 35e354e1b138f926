using Workbook.Concurrency.Locks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.LockFreeStacks;

[Exercise(412, "lock-free-stack", "A stack without locks", Points = 7, Small = "--items 2000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads that push and pop at once", 1, 32)] int threads = 4,
        [Option("items that each of them pushes", 1, 1_000_000)] int items = 300_000)
    {
        var race = new Race(threads, items);
        string[] Row(string name, Race.Result result, string failedSwaps) => [
            name, $"{threads * items}", $"{result.Lost}", $"{result.Twice}", failedSwaps,
            $"{result.Elapsed.TotalMilliseconds:F0}"];

        var lockFree = new LockFreeStack<int>();
        var free = race.Run(lockFree.Push, () => lockFree.TryPop(out var item) ? item : null, stage.Cancel);

        var mutex = new ParkingMutex(); // guards:
        var plain = new Stack<int>();
        var locked = race.Run(
            item => { using (mutex.Hold()) plain.Push(item); },
            () => { using (mutex.Hold()) return plain.TryPop(out var item) ? item : null; }, stage.Cancel);

        stage.Table($"threads: {threads}, items of each: {items}", ["stack", "pushed", "lost", "twice", "failed swaps", "ms"],
            [Row("LockFreeStack", free, $"{lockFree.FailedSwaps}"), Row("Stack in a mutex", locked, "")]);
        stage.WriteLine();

        ReusedNode.Play(stage, hasTags: false); // [aba]
        stage.WriteLine();
        ReusedNode.Play(stage, hasTags: true);  // [tagged]
    }
}
