using System.IO.Pipes;
using System.Text;
using Spectre.Console;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Queues.WordCounting;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter4;

public sealed class MapReduceTests : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-413-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Played(Action<Stage> play)
    {
        var output = new StringWriter();
        play(new Stage(output));
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static (int ExitCode, string Output, string Error) Command(params string[] options)
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Exercise).Assembly) };
        return world.Run(["run", "413", .. options]);
    }

    private static void MustRefuse(string line, params string[] options) =>
        Assert.Equal((2, "", $"{line}\n"), Command(options));

    private static TextSource Source(string text) => Source(Encoding.UTF8.GetBytes(text));

    private static TextSource Source(byte[] bytes) => new("a text", bytes.Length, () => new MemoryStream(bytes));

    // ---- the demo

    [Fact]
    public async Task The_texts_that_come_with_the_program() => await Verify(Played(stage => Demo.Run(stage)));

    [Fact]
    public void The_result_does_not_depend_on_threads_queues_and_blocks()
    {
        string Result(int mappers, int reducers, int capacity, int block) => string.Join('\n',
            Played(stage => Demo.Run(stage, mappers: mappers, reducers: reducers, capacity: capacity, block: block))
            .Split('\n').Where(line => char.IsDigit(line.Trim()[0]) && line.Trim().Split("  ").Length == 5)); // rank, word, times
        var first = Result(1, 1, 1, 65_536);
        Assert.Equal(first, Result(8, 3, 1, 16));
        Assert.Equal(first, Result(3, 8, 100, 100));
    }

    [Fact]
    public void Files_are_read_in_the_order_given_and_counted_together()
    {
        var (a, b) = (Write("a.txt", "one two two"), Write("b.txt", "Two, THREE"));
        var lines = Played(stage => Demo.Run(stage, files: $"{a}, {b}", reducers: 1)).Split('\n');
        Assert.Contains("2 texts, 2 blocks, 5 words, 3 different", lines);
        Assert.Contains("     1  two        3", lines);
        Assert.EndsWith("5 words, each as often as above", lines[^1]);
        Assert.StartsWith("read ", lines[0]);
        Assert.EndsWith("100 % of 21 bytes", lines[0]);
    }

    [Fact]
    public void A_folder_stands_for_its_texts()
    {
        Write("b.txt", "b");
        Write("a.txt", "a a");
        Write("c.md", "not counted");
        Assert.Contains("2 texts, 2 blocks, 3 words, 2 different", Played(stage => Demo.Run(stage, folder: _folder)));
    }

    [Fact]
    public void An_empty_file_has_no_words()
    {
        var text = Played(stage => Demo.Run(stage, files: Write("empty.txt", "")));
        Assert.Contains("100 % of 0 bytes", text);
        Assert.Contains("no words", text);
        Assert.Contains("1 text, 0 blocks, 0 words, 0 different", text);
    }

    [Fact]
    public void A_long_word_is_shortened_in_the_table()
    {
        var text = Played(stage => Demo.Run(stage, files: Write("long.txt", new string('x', 60_000)), block: 16));
        Assert.Contains($"  {new string('x', 37)}...  ", text);
        Assert.Contains("1 text, 1 block, 1 word, 1 different", text);
    }

    [Fact]
    public void In_a_terminal_the_bar_is_painted_over_as_the_reading_goes_on()
    {
        var output = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        Demo.Run(new Stage(output, terminal), block: 100);
        var shown = output.ToString().Split('\n').Where(line => line.Contains(" % of 4829 bytes")).ToList();
        Assert.Contains("   0 % of", shown[0]);
        Assert.Contains(" 100 % of", shown[^1]);
        Assert.InRange(shown.Count, 3, 101);
        Assert.Contains("\e[1F", output.ToString());
    }

    [Fact]
    public void What_cannot_be_read_as_text_is_refused_in_one_line()
    {
        var (good, missing) = (Write("good.txt", "good"), Path.Combine(_folder, "missing.txt"));
        var (binary, latin) = (Path.Combine(_folder, "binary.txt"), Path.Combine(_folder, "latin.txt"));
        File.WriteAllBytes(binary, [0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]);
        File.WriteAllBytes(latin, [.. "caf"u8, 0xe9, .. " au lait"u8]);

        MustRefuse($"--files: there is no file {missing}", "--files", $"{good},{missing}");
        MustRefuse($"--files: {_folder} is a directory; write --folder {_folder}", "--files", _folder);
        MustRefuse($"--files: {binary} is not a text: there is a zero in it", "--files", binary);
        MustRefuse($"--files: {latin} is not a text in UTF-8", "--files", latin);
        MustRefuse("--files: names no file; write --files a.txt,b.txt", "--files", " , ");
        MustRefuse($"--folder: {good} is a file; write --files {good}", "--folder", good);
        MustRefuse($"--folder: there is no folder {missing}", "--folder", missing);
        MustRefuse("--folder: not together with --files; give one of the two", "--files", good, "--folder", _folder);
        MustRefuse($"--folder: {binary} is not a text: there is a zero in it", "--folder", _folder);
    }

    [Fact]
    public void A_folder_without_texts_is_refused() =>
        MustRefuse($"--folder: there is no .txt file in {_folder}", "--folder", _folder);

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        MustRefuse("--mappers 0: must be 1 to 64", "--mappers", "0");
        MustRefuse("--reducers 65: must be 1 to 64", "--reducers", "65");
        MustRefuse("--block 15: must be 16 to 65536", "--block", "15");
        MustRefuse("--capacity 0: must be 1 to 10000", "--capacity", "0");
        MustRefuse("--top 0: must be 1 to 1000", "--top", "0");
    }

    // Root may read everything, and so may a test in a container; but the first page of a process's memory nobody can.
    [SkippableFact]
    public void A_file_that_cannot_be_read_is_refused_in_one_line()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "it needs a file that is there and that even an administrator cannot read");
        const string path = "/proc/self/mem";
        var (exitCode, output, error) = Command("--files", path);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"--files: {path} cannot be read: ", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [SkippableFact]
    public void A_stream_that_can_be_read_only_once_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "it needs the name of a pipe");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        MustRefuse($"--files: {path} cannot be read: it is read more than once, and this is a stream", "--files", path);
    }

    [Fact]
    public void What_turns_out_to_be_no_text_behind_its_beginning_is_refused_and_leaves_no_thread_behind()
    {
        var path = Write("late.txt", string.Concat(Enumerable.Repeat("some words, and then ", 1_000)) + "\0");
        var (exitCode, output, error) = Command("--files", path);
        Assert.Equal(2, exitCode);
        Assert.DoesNotContain("most frequent", output);
        Assert.Equal($"--files: {path} is not a text: there is a zero in it\n", error);
    }

    [Fact]
    public void Run_that_is_interrupted_ends_all_stages()
    {
        using var interrupt = new CancellationTokenSource();
        var reading = new OneShotLatch();
        var output = new CueWriter("█", reading); // painted when the first block has been read
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var main = WorkerThread.Start("main", () =>
            Demo.Run(new Stage(output, terminal, interrupt.Token), delayMs: 10_000));
        Assert.True(reading.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException); // thrown behind the join of all stages
        Assert.DoesNotContain("most frequent", output.ToString());
    }

    // ---- words and blocks

    [Theory]
    [InlineData("", "")]
    [InlineData("3 + 4 -- !", "")]
    [InlineData("The THE the", "the the the")]
    [InlineData("don't o’clock", "don't o'clock")]
    [InlineData("'twas the dogs' 'quoted' rock''n'roll", "twas the dogs quoted rock n'roll")]
    [InlineData("well-known a1b2", "well known a b")]
    [InlineData("ŁÓDŹ Ünïcode ΑΘΗΝΑ москва 東京", "łódź ünïcode αθηνα москва 東京")]
    [InlineData("cafe\u0301 \u0301x", "cafe\u0301 x")]
    [InlineData("\U0001F600\U00010428\U00010400 end", "\U00010428\U00010428 end")] // a smiley, then letters beyond 16 bits
    [InlineData("Straße STRASSE", "straße strasse")]
    public void A_word_is_letters_and_apostrophes(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Words.In(text)));

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Blocks_are_the_text_and_cut_no_word(int length)
    {
        var random = new Random(length);
        string[] pieces =
            ["a", "don't", "été", "e\u0301t", "\U00010400x", " ", "  ", "\n", ", ", "o’clock", new string('w', 40), "'", "7"];
        for (var round = 0; round < 50; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 200).Select(_ => pieces[random.Next(pieces.Length)]));
            var blocks = TextBlocks.Read(Source(text), length).ToList();
            Assert.Equal(text, string.Concat(blocks));
            Assert.Equal(Words.In(text), blocks.SelectMany(Words.In));
        }
    }

    [Fact]
    public void A_long_text_is_read_as_it_is_asked_for()
    {
        var at = 0L;
        var words = Enumerable.Repeat("word ", 200_000);
        using var blocks = TextBlocks.Read(Source(string.Concat(words)), 100, position => at = position).GetEnumerator();
        Assert.True(blocks.MoveNext());
        Assert.InRange(at, 1, 100_000); // of 1,000,000
    }

    [Fact]
    public void Byte_order_marks_are_understood()
    {
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (var encoding in encodings)
        {
            var source = Source([.. encoding.GetPreamble(), .. encoding.GetBytes("naïve")]);
            Assert.Equal("naïve", string.Concat(TextBlocks.Read(source, 100)));
        }
    }

    [Fact]
    public void Letters_without_end_are_no_text()
    {
        Assert.Single(TextBlocks.Read(Source(new string('x', TextBlocks.LongestWord - 1)), 16));
        var failure = Assert.Throws<InvalidDataException>(() => TextBlocks.Read(Source(new string('x', 100_000)), 16).ToList());
        Assert.Equal("a text is not a text: 65536 letters without a space or a sign", failure.Message);
    }

    // ---- the coursework class

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(1, 4, 2)]
    [InlineData(5, 3, 3)]
    public void Of_counts_every_word_of_every_block(int mappers, int reducers, int capacity)
    {
        var random = new Random(1);
        string[] blocks = [.. Enumerable.Range(0, 300).Select(_ =>
            string.Join(' ', Enumerable.Range(0, random.Next(20)).Select(_ => $"w{new string('x', random.Next(30))}")))];
        var expected = blocks.SelectMany(Words.In).CountBy(word => word).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        var counts = new WordCount(mappers, reducers, capacity).Of(blocks);
        Assert.Equal(expected.OrderBy(pair => pair.Key), counts.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Of_nothing_is_nothing() => Assert.Empty(new WordCount(2, 2, 2).Of([]));

    [Fact]
    public void ReducerOf_is_always_the_same_and_uses_all_reducers()
    {
        var count = new WordCount(1, 3, 1);
        string[] words = [.. Enumerable.Range(0, 100).Select(i => $"word{i}")];
        Assert.Equal([0, 1, 2], words.Select(count.ReducerOf).Distinct().Order());
        Assert.Equal(words.Select(count.ReducerOf), words.Select(new WordCount(5, 3, 9).ReducerOf));
    }

    [Fact]
    public void What_the_blocks_throw_comes_out_as_it_was_thrown_and_all_threads_end()
    {
        static IEnumerable<string> Blocks()
        {
            for (var i = 0; i < 50; i++) yield return "a b c";
            throw new InvalidDataException("bad block");
        }
        for (var round = 0; round < 20; round++)
            Assert.Equal("bad block",
                Assert.Throws<InvalidDataException>(() => new WordCount(3, 2, 1).Of(Blocks())).Message);
    }

    [Fact]
    public void A_cancellation_that_is_not_the_callers_is_a_failure_like_others()
    {
        var planted = new OperationCanceledException("the download was cancelled");
        IEnumerable<string> Blocks()
        {
            yield return "a";
            throw planted;
        }
        Assert.Same(planted, Assert.Throws<OperationCanceledException>(() => new WordCount(2, 2, 1).Of(Blocks())));
    }

    [Fact]
    public void A_cancelled_count_throws_also_while_no_stage_waits()
    {
        using var cancel = new CancellationTokenSource();
        IEnumerable<string> Endless()
        {
            for (var i = 0; ; i++)
            {
                if (i == 100) cancel.Cancel();
                yield return "a";
            }
        }
        Assert.ThrowsAny<OperationCanceledException>(() => new WordCount(2, 2, 1_000_000).Of(Endless(), cancel.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => new WordCount(2, 2, 1).Of([], cancel.Token));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordCount(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordCount(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WordCount(1, 1, 0));
        Assert.Throws<ArgumentNullException>(() => new WordCount(1, 1, 1).Of(null!));
    }
}
