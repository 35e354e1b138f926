using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.AsyncBuffers;

[Exercise(409, "async-producer-consumer", "A queue to await", Points = 8, Small = "--items 60")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("producers, which never rest", 1, 100)] int producers = 3,
        [Option("consumers, which rest after every item", 1, 100)] int consumers = 2,
        [Option("items of all producers together", 1, 100_000)] int items = 300,
        [Option("slots of the queue", 1, 100_000)] int capacity = 8,
        [Option("how long a consumer rests", 0, 1_000)] int restMs = 2) =>
        RunAsync(stage, new LongRun(producers, consumers, items, TimeSpan.FromMilliseconds(restMs)), items, capacity)
            .GetAwaiter().GetResult();

    private static async Task RunAsync(Stage stage, LongRun run, int items, int capacity)
    {
        await Ending.Play(stage).ConfigureAwait(false);
        stage.WriteLine();

        var narrow = await run.Through(capacity, stage.Cancel).ConfigureAwait(false);
        var endless = await run.Through(int.MaxValue, stage.Cancel).ConfigureAwait(false); // [endless]
        string[] Row(string slots, LongRun.Result result) => [
            slots, $"{items}", $"{result.Lost}", $"{result.Twice}", $"{result.Waited}", $"{result.Depth.Max()}",
            $"{result.Elapsed.TotalMilliseconds:F0}"];
        stage.Table("the long run", ["slots", "items", "lost", "twice", "puts that waited", "most in it", "ms"],
            [Row($"{capacity}", narrow), Row("no limit", endless)]);
        stage.WriteLine();

        Chart(stage, $"in the queue, {capacity} slots", narrow.Depth);
        stage.WriteLine();
        Chart(stage, "in the queue, no limit", endless.Depth);
    }

    // Ten stretches of the run, each with what lay in the queue on average.
    private static void Chart(Stage stage, string title, IReadOnlyList<int> depth)
    {
        var stretch = Math.Max(1, (depth.Count + 9) / 10);
        stage.Bars(title, depth.Chunk(stretch).Select((part, i) =>
            ($"take {i * stretch + 1,6}", part.Average(), $"{part.Average():F1}")));
    }
}
