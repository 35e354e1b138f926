using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.Letters;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Examples.Tests.Chapter6;

public sealed partial class MessageQueueTests : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60); // a new process may take long on a busy machine
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(20);
    private static readonly CancellationToken _cancelled = new(canceled: true);

    private readonly LetterBox _box = LetterBox.Create(UniqueName(), capacity: 2);

    [GeneratedRegex(@"^\s+(?<number>\d+)\s+(?<name>\w+)\s+(?<password>\S+)\s+.*(?<verdict>welcome|wrong password)$")]
    private static partial Regex LoginLine { get; }

    public void Dispose() => _box.Dispose();

    private static string UniqueName() => $"test-{Guid.NewGuid():N}";

    private static string[] Run(int logins = 4, int capacity = 2, int writeMs = 0, int checkMs = 0, string kill = "")
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), logins, capacity, writeMs, checkMs, patienceMs: 5, kill);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static WorkerThread StartSleeper(Action body)
    {
        var worker = WorkerThread.Start("sleeper", body, background: true);
        return worker;
    }

    private static void Ends(WorkerThread worker) => Assert.True(worker.Join(_bound));

    [Fact]
    public async Task The_calls()
    {
        var output = new StringWriter();
        Calls.Play(new Stage(output), patienceMs: 5);
        await Verify(output.ToString().ReplaceLineEndings("\n").TrimEnd());
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(9, 2, 0, 5)]
    public void Run_takes_each_login_to_the_guard_in_order(int logins, int capacity, int writeMs, int checkMs)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), logins, capacity, writeMs, checkMs, patienceMs: 5);
        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        var rows = lines.Select(line => LoginLine.Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(Enumerable.Range(1, logins).Select(number => $"{number}"), rows.Select(row => row.Groups["number"].Value));
        Assert.All(rows, row => Assert.Equal(
            row.Groups["password"].Value == "12345" ? "wrong password" : "welcome", row.Groups["verdict"].Value));
        var verdict = $"{logins} put, {logins} taken, in the order in which they were put";
        Assert.Contains(lines, line => line.StartsWith(verdict, StringComparison.Ordinal));
    }

    [Fact]
    public void A_slow_guard_makes_the_desk_wait()
    {
        var verdict = Run(logins: 5, capacity: 1, writeMs: 0, checkMs: 100)[^1];
        Assert.True(int.Parse(Regex.Match(verdict, @"full for the desk (\d+) times").Groups[1].Value) >= 1, verdict);
    }

    [Fact]
    public void Whoever_is_killed_the_queue_goes_on()
    {
        var lines = Run(kill: "all");
        foreach (var victim in CrashLaboratory.Victims)
            Assert.Contains($"kill {victim}", lines);
        Assert.Equal(5, lines.Count(line => Regex.IsMatch(line, @"^process \d+ has ended, code -9")));
        Assert.Equal(5, lines.Count(line => Regex.IsMatch(line, @"^we\s+find nothing else")));
        Assert.Equal(3, lines.Count(line => line.EndsWith("nothing of the dead producer came out", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.EndsWith("the dead consumer took nothing with it", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("BROKEN"));
    }

    [Fact]
    public void A_message_that_was_being_read_is_read_by_the_next_one()
    {
        var lines = Run(kill: "consumer:mid-take");
        var read = Array.FindIndex(lines, line => line.Contains("reads Ann"));
        var killed = Array.FindIndex(lines, line => line.Contains("code -9"));
        var taken = Array.FindIndex(lines, line => Regex.IsMatch(line, "^we +take Ann"));
        Assert.True(0 < read && read < killed && killed < taken, string.Join('\n', lines));
    }

    [Fact]
    public void Run_that_is_interrupted_leaves_no_process_and_no_region()
    {
        using var source = new CancellationTokenSource();
        var output = new StringWriter();
        var run = WorkerThread.Start("run", () => Assert.ThrowsAny<OperationCanceledException>(() =>
            Demo.Run(new Stage(output, cancel: source.Token), logins: 9, capacity: 1, writeMs: 10_000, patienceMs: 5)),
            background: true);
        Assert.True(SpinWait.SpinUntil(() => Exists($"letters-{Environment.ProcessId}"), _bound));
        source.Cancel();
        Ends(run);
        Assert.False(Exists($"letters-{Environment.ProcessId}"));

        static bool Exists(string name)
        {
            try
            {
                SharedRegion.Open(name).Dispose();
                return true;
            }
            catch (FileNotFoundException) { return false; }
        }
    }

    [Theory]
    [InlineData("--logins 0", "--logins 0: must be 1 to 1000")]
    [InlineData("--capacity 0", "--capacity 0: must be 1 to 1000")]
    [InlineData("--kill everybody", "--kill: must be all, producer:after-claim")]
    public void A_bad_option_is_refused_in_one_line(string line, string refusal)
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]) };
        var (exitCode, output, error) = world.Run(["run", "605", .. line.Split(' ')]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(refusal, error);
    }

    [Fact]
    public void In_a_terminal_the_steps_stand_in_a_table_with_borders()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "605", "--kill", "consumer:blocked");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ sleeps in the queue", output);
    }

    // From here on: the class of the coursework.

    [Fact]
    public void Letters_come_out_in_their_order_round_and_round()
    {
        var model = new Queue<string>();
        var random = new Random(3);
        for (var number = 0; number < 500; number++)
        {
            if (random.Next(2) == 0)
            {
                var letter = new string('ä', random.Next(60)) + number;
                Assert.Equal(model.Count < 2, _box.TryPut(letter));
                if (model.Count < 2) model.Enqueue(letter);
            }
            else
            {
                Assert.Equal(model.TryDequeue(out var expected), _box.TryTake(out var letter));
                Assert.Equal(expected, letter);
            }
            Assert.Equal(model.Count, _box.Count);
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LetterBox.Create(UniqueName(), 0));
        Assert.Throws<ArgumentException>(() => _box.Put(new string('x', LetterBox.LongestLetter + 1)));
        Assert.Throws<ArgumentException>(() => _box.Put(new string('ä', 63)));
        Assert.Equal(0, _box.Count);
        _box.Put(new string('x', LetterBox.LongestLetter));
        Assert.Throws<IOException>(() => LetterBox.Create(_box.Name, 1).Dispose());
        Assert.Throws<FileNotFoundException>(() => LetterBox.Open(UniqueName()));
        var name = UniqueName();
        using (SharedRegion.Create(name, 1)) Assert.Throws<IOException>(() => LetterBox.Create(name, 1)); // in the middle of it
        LetterBox.Create(name, 1).Dispose(); // nothing is left of the attempt
    }

    [Fact]
    public void Full_and_empty_are_told_and_the_time_is_kept()
    {
        Assert.False(_box.TryTake(out _));
        var start = Environment.TickCount64;
        Assert.False(_box.TryTake(out _, _short));
        Assert.True(Environment.TickCount64 - start >= _short.TotalMilliseconds - 1);
        _box.Put("a");
        _box.Put("b", _cancelled); // no wait is needed
        Assert.False(_box.TryPut("c"));
        Assert.False(_box.TryPut("c", _short));
        Assert.Throws<OperationCanceledException>(() => _box.Put("c", _cancelled));
        Assert.Equal(2, _box.Count);
    }

    [Fact]
    public void A_letter_wakes_a_sleeper_and_room_another()
    {
        string? taken = null;
        var taker = StartSleeper(() => Assert.True(_box.Take(out taken)));
        Assert.False(taker.Join(_short));
        _box.Put("a");
        Ends(taker);
        Assert.Equal("a", taken);

        _box.Put("b");
        _box.Put("c");
        var putter = StartSleeper(() => _box.Put("d"));
        Assert.False(putter.Join(_short));
        Assert.True(_box.TryTake(out _));
        Ends(putter);
        Assert.Equal(2, _box.Count);
    }

    [Fact]
    public void Cancellation_ends_a_wait_and_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        var taker = StartSleeper(() => Assert.Throws<OperationCanceledException>(() => _box.Take(out _, source.Token)));
        Assert.False(taker.Join(_short));
        source.Cancel();
        Ends(taker);
        _box.Put("a");
        Assert.True(_box.TryTake(out var letter));
        Assert.Equal("a", letter);
    }

    [Fact]
    public void Close_ends_all_waits_and_what_is_left_may_be_taken()
    {
        _box.Put("a");
        _box.Put("b");
        var putter = StartSleeper(() => Assert.Throws<InvalidOperationException>(() => _box.Put("c")));
        Assert.False(putter.Join(_short));
        _box.Close();
        _box.Close();
        Ends(putter);
        Assert.False(_box.TryPut("c"));
        Assert.True(_box.Take(out _));
        Assert.True(_box.Take(out var letter));
        Assert.Equal("b", letter);
        Assert.False(_box.Take(out _));
        Assert.True(_box.IsClosed);
    }

    [Fact]
    public void Close_ends_a_take_that_waits()
    {
        var taker = StartSleeper(() => Assert.False(_box.Take(out _)));
        Assert.False(taker.Join(_short));
        _box.Close();
        Ends(taker);
    }

    private static void PutNumbers(LetterBox box, int from, int count)
    {
        for (var number = from; number < from + count; number++) box.Put($"{number}");
    }

    private static int[] TakeNumbers(LetterBox box)
    {
        var taken = new List<int>();
        while (box.Take(out var letter)) taken.Add(int.Parse(letter));
        return [.. taken];
    }

    [Fact]
    public void Two_processes_and_two_threads_lose_nothing()
    {
        const int each = 2_000;
        using var producer = ChildProcess.Start(PutNumbers, _box, 0, each);
        using var consumer = ChildProcess.Start(TakeNumbers, _box);
        int[] mine = [];
        var (putter, taker) = (StartSleeper(() => PutNumbers(_box, each, each)), StartSleeper(() => mine = TakeNumbers(_box)));
        Ends(putter);
        Assert.True(producer.Join(_bound));
        _box.Close();
        Ends(taker);
        Assert.Equal(Enumerable.Range(0, 2 * each), consumer.Result().Concat(mine).Order());
    }

    private static void PutForEver(LetterBox box)
    {
        for (var number = 1; ; number++) box.Put($"{number} {new string('x', number % 100)}");
    }

    private static void TakeForEver(LetterBox box, SharedRegion note)
    {
        while (box.Take(out var letter)) Volatile.Write(ref note.ValueAt<int>(0), int.Parse(letter));
    }

    [Fact]
    public void A_producer_that_is_killed_anywhere_leaves_whole_letters()
    {
        for (var round = 0; round < 3; round++)
        {
            using var child = ChildProcess.Start(PutForEver, _box);
            var number = 0;
            while (number < 200 + (round * 333))
            {
                Assert.True(_box.TryTake(out var letter, _bound));
                AssertIs(++number, letter);
            }
            child.Kill();
            child.Join();
            while (_box.TryTake(out var letter)) AssertIs(++number, letter);
            Assert.True(_box.TryPut("after", _bound));
            Assert.True(_box.TryTake(out var after, _bound));
            Assert.Equal("after", after);
        }

        static void AssertIs(int number, string letter) => Assert.Equal($"{number} {new string('x', number % 100)}", letter);
    }

    [Fact]
    public void A_consumer_that_is_killed_anywhere_takes_one_letter_with_it_at_most()
    {
        using var note = SharedRegion.CreateAnonymous(sizeof(int));
        using var child = ChildProcess.Start(TakeForEver, _box, note);
        var number = 0;
        while (Volatile.Read(ref note.ValueAt<int>(0)) < 500) Assert.True(_box.TryPut($"{++number}", _bound));
        child.Kill();
        child.Join();
        var noted = Volatile.Read(ref note.ValueAt<int>(0));
        if (number <= noted + 1) Assert.True(_box.TryPut($"{++number}", _bound));
        Assert.True(_box.TryTake(out var first, _bound));
        Assert.InRange(int.Parse(first) - noted, 1, 2);
        for (var next = int.Parse(first) + 1; next <= number; next++)
        {
            Assert.True(_box.TryTake(out var letter, _bound));
            Assert.Equal($"{next}", letter);
        }
    }
}
