// main                       reader                mapper 1 ... m          reducer 1 ... r
//   finds the texts
//   starts them all
//                            cuts blocks
//                            shows how far it is     count a block's words
//                                                                            add up
//   joins them
//   shows, and counts again alone

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.WordCounting;

[Exercise(413, "map-reduce", "Map and reduce", Points = 5, Small = "--top 5")]
public static class Demo
{
    private const int LongestShown = 40; // characters of a word

    public static void Run(
        Stage stage,
        [Option("text files to read, with commas between them; without it, two that come with the program")] string files = "",
        [Option("a folder whose .txt files are read instead")] string folder = "",
        [Option("threads that count the words of blocks", 1, 64)] int mappers = 2,
        [Option("threads that add up the counts", 1, 64)] int reducers = 2,
        [Option("blocks that may wait in a queue", 1, 10_000)] int capacity = 4,
        [Option("characters of a block", 16, TextBlocks.LongestWord)] int block = 512,
        [Option("how many of the most frequent words to show", 1, 1_000)] int top = 10,
        [Option("how long the reader rests after each block, to watch it", 0, 10_000)] int delayMs = 0)
    {
        var sources = Library.Find(files, folder);
        var option = folder.Length > 0 ? "--folder" : "--files";
        var count = new WordCount(mappers, reducers, capacity);

        IReadOnlyDictionary<string, long> counts;
        int blocks;
        try
        {
            using var progress = new ReadingProgress(stage, sources);
            counts = count.Of(progress.ReadAll(block, rest: () => stage.Sleep(delayMs)), stage.Cancel); // [count]
            blocks = progress.Blocks;
        }
        catch (InvalidDataException e) { throw new BadOptionException(option, e.Message); } // found out behind its beginning

        ShowWords(stage, counts, top);
        stage.Table("who added up what", ["reducer", "different words", "words"], Enumerable.Range(0, reducers).Select(r =>
        {
            var mine = counts.Where(pair => count.ReducerOf(pair.Key) == r).ToList();
            return (string[])[$"{r + 1}", $"{mine.Count}", $"{mine.Sum(pair => pair.Value)}"];
        }));
        stage.WriteLine($"{Plural(sources.Count, "text")}, {Plural(blocks, "block")}, {Plural(counts.Values.Sum(), "word")}, "
            + $"{counts.Count} different");

        var other = Math.Max(16, block * 2 / 3);
        var alone = CountAlone(sources, other, option, stage.Cancel);                               // [alone]
        stage.WriteLine($"counted again by one thread, in blocks of {other}: {Compare(counts, alone)}");
    }

    private static void ShowWords(Stage stage, IReadOnlyDictionary<string, long> counts, int top)
    {
        var rows = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(top).ToList();
        var title = rows.Count switch { 0 => "no words", 1 => "the most frequent word", var n => $"the {n} most frequent words" };
        stage.Table(title, ["rank", "word", "times"],
            rows.Select((pair, index) => (string[])[$"{index + 1}", Shortened(pair.Key), $"{pair.Value}"]));
    }

    private static Dictionary<string, long> CountAlone(
        IReadOnlyList<TextSource> sources, int length, string option, CancellationToken cancel)
    {
        var counts = new Dictionary<string, long>();
        try
        {
            foreach (var block in sources.SelectMany(source => TextBlocks.Read(source, length)))
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var word in Words.In(block)) counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }
        catch (InvalidDataException e) { throw new BadOptionException(option, e.Message); } // it has changed since
        return counts;
    }

    private static string Compare(IReadOnlyDictionary<string, long> counts, Dictionary<string, long> alone)
    {
        var different = counts.Keys.Union(alone.Keys).Order(StringComparer.Ordinal)
            .Where(word => counts.GetValueOrDefault(word) != alone.GetValueOrDefault(word)).ToList();
        if (different.Count == 0) return $"{alone.Values.Sum()} words, each as often as above";
        var first = different[0];
        return $"ANOTHER RESULT for {Plural(different.Count, "word")}, first '{Shortened(first)}': "
            + $"{alone.GetValueOrDefault(first)} times, not {counts.GetValueOrDefault(first)}";
    }

    private static string Shortened(string word) => word.Length <= LongestShown ? word : word[..(LongestShown - 3)] + "...";

    private static string Plural(long count, string noun) => count == 1 ? $"{count} {noun}" : $"{count} {noun}s";
}
