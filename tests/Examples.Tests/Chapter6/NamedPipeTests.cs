using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.Postboxes;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class NamedPipeTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    private readonly string _name = $"test-{Guid.NewGuid():n}";

    [Fact]
    public void Run_takes_out_what_two_writers_post()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), name: _name, letters: 5);
        var text = output.ToString().ReplaceLineEndings("\n");
        var letters = Regex.Matches(text, @"^  letter (\d+) of process (\d+)$", RegexOptions.Multiline);
        Assert.Equal([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], letters.Select(letter => int.Parse(letter.Groups[1].Value)));
        Assert.Equal(2, letters.Select(letter => letter.Groups[2].Value).Distinct().Count());
        Assert.Contains("10 letters posted, 10 taken out", text);
    }

    [Fact]
    public void Reader_and_writer_alone_share_only_the_name()
    {
        var written = new StringWriter();
        var opened = new Workbook.Concurrency.Signals.OneShotLatch();
        var reader = WorkerThread.Start("reader", () =>
            Demo.Run(new Stage(new Chapter2.CueWriter("--role writer", opened)), Role.Reader, _name, letters: 2));
        Assert.True(opened.Wait(_bound));
        Demo.Run(new Stage(written), Role.Writer, _name, letters: 2);
        Assert.True(reader.Join(_bound));
        Assert.Contains($"2 of 2 letters posted to '{_name}'", written.ToString());
    }

    [Fact]
    public void Bad_names_are_refused_with_exit_code_2()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        var (code, output, error) = world.Run("run", "603", "--role", "writer", "--name", _name);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"There is no named pipe '{_name}'", error);
        Assert.Equal(2, world.Run("run", "603", "--name", "a/b").ExitCode);
        using var box = new LetterBox(_name);
        (code, _, error) = world.Run("run", "603", "--name", _name);
        Assert.Equal(2, code);
        Assert.Contains("is in use", error);
        Assert.Equal(2, world.Run("run", "603", "--role", "neither").ExitCode);
    }

    [Fact]
    public void Run_that_is_interrupted_ends_and_the_name_is_free()
    {
        using var interrupt = new CancellationTokenSource();
        var opened = new Workbook.Concurrency.Signals.OneShotLatch();
        var output = new Chapter2.CueWriter("--role writer", opened);
        var reader = WorkerThread.Start("reader", () =>
            Demo.Run(new Stage(output, cancel: interrupt.Token), Role.Reader, _name));
        Assert.True(opened.Wait(_bound));
        interrupt.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => reader.Join(_bound)).InnerException);
        new LetterBox(_name).Dispose();
    }

    [Fact]
    public void Letters_of_many_writers_that_come_and_go_are_whole_and_none_is_lost()
    {
        using var box = new LetterBox(_name);
        var group = new ThreadGroup();
        for (var number = 0; number < 4; number++)
        {
            var k = number;
            group.Start($"writer {k}", () =>
            {
                for (var i = 0; i < 100; i++) Assert.True(LetterBox.TryPost(_name, $"{k} {i} {new string((char)('a' + k), i * 30)}", _bound));
            });
        }
        var next = new int[4];
        for (var taken = 0; taken < 400; taken++)
        {
            Assert.True(box.TryTake(out var letter, _bound));
            var parts = letter.Split(' ');
            var k = int.Parse(parts[0]);
            Assert.Equal(next[k]++, int.Parse(parts[1])); // in the order of its writer
            Assert.Equal(new string((char)('a' + k), 30 * (next[k] - 1)), parts[2]);
        }
        Assert.True(group.Join(_bound));
        Assert.False(box.TryTake(out _, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void A_box_survives_the_going_of_its_writers_and_counts_it()
    {
        using var box = new LetterBox(_name);
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(LetterBox.TryPost(_name, $"{i}", _bound));
            Assert.True(box.TryTake(out var letter, _bound));
            Assert.Equal($"{i}", letter);
            Assert.False(box.TryTake(out letter, TimeSpan.FromMilliseconds(1))); // sees the end
            Assert.Equal(i, box.Pauses);
        }
        Assert.Throws<OperationCanceledException>(() =>
            box.TryTake(out _, Timeout.InfiniteTimeSpan, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_full_box_takes_no_part_of_a_letter_until_one_is_taken_out()
    {
        using var box = new LetterBox(_name);
        using var interrupt = new CancellationTokenSource();
        var posted = 0;
        string Letter(int number) => $"{number} {new string('x', 4_000)}";
        while (LetterBox.TryPost(_name, Letter(posted), TimeSpan.Zero)) posted++;
        Assert.InRange(posted, 1, 1_000);
        var late = WorkerThread.Start("late", () =>
            LetterBox.TryPost(_name, Letter(posted), Timeout.InfiniteTimeSpan, interrupt.Token), background: true);
        interrupt.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => late.Join(_bound)).InnerException);
        for (var number = 0; number < posted; number++)
        {
            Assert.True(box.TryTake(out var letter, _bound));
            Assert.Equal(Letter(number), letter);
        }
        Assert.False(box.TryTake(out _, TimeSpan.Zero));
        Assert.True(LetterBox.TryPost(_name, Letter(posted), _bound));
        Assert.True(box.TryTake(out var last, _bound));
        Assert.Equal(Letter(posted), last);
    }

    [Fact]
    public void Letters_that_are_none_are_refused()
    {
        using var box = new LetterBox(_name);
        Assert.Throws<ArgumentException>(() => LetterBox.TryPost(_name, "two\nlines", _bound));
        Assert.Throws<ArgumentException>(() => LetterBox.TryPost(_name, new string('x', 4096), _bound));
        Assert.Throws<ArgumentNullException>(() => LetterBox.TryPost(_name, null!, _bound));
        Assert.Throws<FileNotFoundException>(() => LetterBox.TryPost(_name + "x", "hi", _bound));
        Assert.Throws<IOException>(() => new LetterBox(_name));
        Assert.True(LetterBox.TryPost(_name, new string('x', 4095), _bound));
        Assert.True(box.TryTake(out var letter, _bound));
        Assert.Equal(4095, letter.Length);
    }
}
