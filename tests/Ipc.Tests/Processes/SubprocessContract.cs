using System.Text;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

/// <summary>What Run and RunLines promise, whatever starts the process.</summary>
public abstract class SubprocessContract
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private protected abstract IRunningCommand Launch(Command command, bool keepsInputOpen);

    private protected SubprocessResult Run(Command command, TimeSpan? timeout = null, CancellationToken cancel = default) =>
        Subprocess.RunOn(Launch, command, null, null, timeout ?? _bound, cancel);

    private SubprocessResult RunLines(
        Command command, Action<string> onOutput, Action<string>? onError = null, CancellationToken cancel = default) =>
        Subprocess.RunOn(Launch, command, onOutput, onError, _bound, cancel);

    [Fact]
    public void Run_captures_both_outputs_and_the_exit_code()
    {
        var result = Run(Command.Shell("echo out; echo err >&2; exit 3"));
        Assert.Equal(("out\n", "err\n", 3), (result.Output, result.Error, result.Status.Code));
        Assert.False(result.IsSuccess || result.TimedOut || result.OutputOutlivedIt || result.OutputWasCut || result.ErrorWasCut);
        Assert.True(result.ProcessId > 0 && result.Elapsed > TimeSpan.Zero);
        Assert.StartsWith("/bin/sh -c 'echo out; echo err >&2; exit 3': exit code 3 after ", result.ToString());
    }

    [Theory]
    [InlineData("head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero")]
    [InlineData("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2")]
    [InlineData("head -c 1000000 /dev/zero & head -c 1000000 /dev/zero >&2; wait")]
    public void A_full_pipe_on_both_outputs_is_no_deadlock(string line)
    {
        var result = Run(Command.Shell(line));
        Assert.Equal((1_000_000, 1_000_000, 0), (result.OutputBytes.Length, result.ErrorBytes.Length, result.Status.Code));
    }

    [Fact]
    public void Arguments_arrive_as_they_are()
    {
        string[] arguments = ["a b", "", "*", "$HOME", "`id`", "\"q\"", "it's", "two\nlines", "grüße", "\\", ";", "|"];
        var result = Run(new Command("printf", ["[%s]", .. arguments])).EnsureSuccess();
        Assert.Equal(string.Concat(arguments.Select(argument => $"[{argument}]")), result.Output);
    }

    [Fact]
    public void Input_is_fed_while_output_is_read()
    {
        var input = new byte[1_000_000];
        new Random(1).NextBytes(input);
        var result = Run(new Command("cat") { Input = input }).EnsureSuccess();
        Assert.True(result.OutputBytes.Span.SequenceEqual(input));
    }

    [Fact]
    public void Text_is_UTF_8_both_ways()
    {
        Assert.Equal("Grüße\n", Run(new Command("cat") { InputText = "Grüße\n" }).Output);
        var result = Run(Command.Shell(@"printf 'a\377b'"));
        Assert.Equal("a\uFFFDb", result.Output);
        Assert.Equal([(byte)'a', 0xFF, (byte)'b'], result.OutputBytes.ToArray());
    }

    [Fact]
    public void Without_input_the_program_reads_the_end_at_once() =>
        Assert.Equal("0\n", Run(Command.Shell("cat | wc -c | tr -d ' '")).Output);

    [Theory]
    [InlineData("true")]
    [InlineData("head -c 1 >/dev/null")]
    [InlineData("exec 0<&-; cat /dev/null")]
    public void A_program_that_does_not_read_its_input_is_no_error(string line) =>
        Assert.True(Run(Command.Shell(line) with { Input = new byte[1_000_000] }).IsSuccess);

    [Fact]
    public void A_program_that_a_signal_kills_has_minus_its_number()
    {
        var result = Run(Command.Shell("kill -9 $$"));
        Assert.Equal((-9, 9), (result.Status.Code, result.Status.Signal));
        Assert.Contains("SIGKILL", Assert.Throws<SubprocessFailedException>(result.EnsureSuccess).Message);
    }

    [Fact]
    public void A_timeout_kills_the_tree_and_the_result_says_so()
    {
        using var traces = new Traces();
        // One below the shell, one below a shell below, one that has left the process group.
        var sleep = traces.Sleep;
        var result = Run(Command.Shell($"{sleep} & ({sleep}; :) & setsid {sleep} & echo begun; {sleep}; :"), TimeSpan.FromSeconds(1));
        Assert.True(result.TimedOut);
        Assert.False(result.IsSuccess);
        Assert.Equal(-9, result.Status.Code);
        var failure = Assert.Throws<SubprocessFailedException>(result.EnsureSuccess);
        Assert.StartsWith("'/bin/sh' took longer than it may", failure.Message);
        traces.AllGone();
    }

    [Fact]
    public void A_zero_timeout_kills_at_once()
    {
        using var traces = new Traces();
        Assert.True(Run(Command.Shell($"{traces.Sleep}; :"), TimeSpan.Zero).TimedOut);
        traces.AllGone();
    }

    [Fact]
    public void A_cancellation_kills_the_tree()
    {
        using var traces = new Traces();
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => RunLines(
            Command.Shell($"{traces.Sleep} & setsid {traces.Sleep} & echo begun; wait"),
            line =>
            {
                Assert.Equal("begun", line);
                Traces.Until(() => traces.Running.Count == 2, "both run");
                cancel.Cancel();
            }, cancel: cancel.Token));
        traces.AllGone();
    }

    [Fact]
    public void A_cancellation_from_another_thread_ends_the_wait()
    {
        using var traces = new Traces();
        using var cancel = new CancellationTokenSource();
        var canceller = WorkerThread.Start("canceller", () =>
        {
            Traces.Until(() => traces.Running.Count == 1, "it runs");
            cancel.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Run(Command.Shell($"{traces.Sleep}; :"), cancel: cancel.Token));
        Assert.True(canceller.Join(_bound));
        traces.AllGone();
    }

    [Fact]
    public void An_already_cancelled_token_starts_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), $"workbook-{Guid.NewGuid()}");
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(new Command("touch", file), cancel: cancelled));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Variables_are_set_removed_and_cleared()
    {
        Environment.SetEnvironmentVariable("WORKBOOK_SEEN", "here");
        var (name, other) = ("WORKBOOK_SEEN", "WORKBOOK_OTHER");
        var line = $"echo \"${{{name}-none}} ${{{other}-none}}\"";
        Assert.Equal("here none\n", Run(Command.Shell(line)).Output);
        Assert.Equal("none x=y z\n", Run(Command.Shell(line) with
        {
            Variables = new Dictionary<string, string?> { [name] = null, [other] = "x=y z" },
        }).Output);
        Assert.Equal("ONLY=1\n", Run(new Command("/usr/bin/env")
        {
            ClearsVariables = true,
            Variables = new Dictionary<string, string?> { ["ONLY"] = "1" },
        }).Output);
    }

    [Fact]
    public void The_program_starts_in_the_directory() =>
        Assert.Equal("/usr\n", Run(new Command("pwd") { Directory = "/usr" }).Output);

    [Fact]
    public void Output_beyond_the_limit_is_read_and_forgotten()
    {
        var command = Command.Shell("printf 0123456789abc; printf 0123456789 >&2; head -c 300000 /dev/zero");
        var result = Run(command with { OutputLimit = 10 });
        Assert.Equal(("0123456789", true), (result.Output, result.OutputWasCut));
        Assert.Equal(("0123456789", false), (result.Error, result.ErrorWasCut));
        Assert.True(result.IsSuccess);
        Assert.Contains("more than the 10 bytes", Assert.Throws<SubprocessFailedException>(result.EnsureSuccess).Message);
        Assert.True(Run(Command.Shell("echo x") with { OutputLimit = 0 }) is { OutputWasCut: true, OutputBytes.Length: 0 });
    }

    [Fact]
    public void Lines_are_handed_over_as_they_come_on_the_calling_thread()
    {
        var file = Path.Combine(Path.GetTempPath(), $"workbook-{Guid.NewGuid()}");
        try
        {
            var (lines, threads) = (new List<string>(), new HashSet<int>());
            var text = $"echo one; until [ -e {file} ]; do sleep 0.01; done; printf 'two\\r\\n\\nlast'; echo err >&2";
            var result = RunLines(Command.Shell(text), line =>
            {
                lines.Add(line);
                threads.Add(Environment.CurrentManagedThreadId);
                if (line == "one") File.WriteAllText(file, ""); // the program waits for this, so the line came before its end
            });
            Assert.Equal(["one", "two", "", "last"], lines);
            Assert.Equal([Environment.CurrentManagedThreadId], threads);
            Assert.Equal(("", "err\n"), (result.Output, result.Error));
        }
        finally { File.Delete(file); }
    }

    [Fact]
    public void Lines_of_both_streams_come_in_the_order_of_each()
    {
        var (output, error) = (new List<string>(), new List<string>());
        RunLines(Command.Shell("for i in 1 2 3 4 5; do echo o$i; echo e$i >&2; done"), output.Add, error.Add).EnsureSuccess();
        Assert.Equal(["o1", "o2", "o3", "o4", "o5"], output);
        Assert.Equal(["e1", "e2", "e3", "e4", "e5"], error);
    }

    [Fact]
    public void A_callback_that_throws_kills_the_program_and_the_exception_comes_out()
    {
        using var traces = new Traces();
        var failure = Assert.Throws<FormatException>(() => RunLines(
            Command.Shell($"{traces.Sleep} & echo begun; wait"), line => throw new FormatException(line)));
        Assert.Equal("begun", failure.Message);
        traces.AllGone();
    }

    [Fact]
    public void Output_that_outlives_the_program_is_waited_for_during_the_grace_only()
    {
        using var traces = new Traces();
        var result = Run(Command.Shell($"echo here; {traces.Sleep} &") with { OutputGrace = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(("here\n", 0, true, false), (result.Output, result.Status.Code, result.OutputOutlivedIt, result.TimedOut));
        Traces.Until(() => traces.Running.Count == 1, "what it has left behind runs on");
    }

    [Fact]
    public void Output_that_comes_within_the_grace_is_captured()
    {
        var result = Run(Command.Shell("(sleep 0.2; echo late) & echo early") with { OutputGrace = _bound });
        Assert.Equal(("early\nlate\n", false), (result.Output, result.OutputOutlivedIt));
    }

    [Fact]
    public void A_program_that_closes_its_outputs_is_waited_for() =>
        Assert.Equal(5, Run(Command.Shell("exec >&- 2>&-; sleep 0.1; exit 5")).Status.Code);

    [Fact]
    public void What_goes_nowhere_is_not_captured()
    {
        var result = Run(Command.Shell("head -c 100000 /dev/zero; echo err >&2") with { Output = StreamTarget.Null });
        Assert.Equal(("", "err\n"), (result.Output, result.Error));
        Assert.Equal("", Run(Command.Shell("echo err >&2") with { Error = StreamTarget.Null }).Error);
    }

    [Fact]
    public void Merged_error_output_is_in_the_output()
    {
        var result = Run(Command.Shell("echo err >&2; echo out") with { MergesError = true });
        Assert.Equal(["err", "out"], result.Output.TrimEnd().Split('\n').Order());
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void A_program_that_is_not_there_is_told_in_one_sentence()
    {
        var failure = Assert.Throws<FileNotFoundException>(() => Run(new Command("no-such-program-here")));
        Assert.StartsWith("There is no program 'no-such-program-here'", failure.Message);
        Assert.Throws<FileNotFoundException>(() => Run(new Command("/no/such/program")));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_told_in_one_sentence() => Assert.Equal(
        "There is no directory '/no/such' to start 'pwd' in.",
        Assert.Throws<DirectoryNotFoundException>(() => Run(new Command("pwd") { Directory = "/no/such" })).Message);

    [Fact]
    public void A_file_that_is_not_executable_is_told()
    {
        var file = Path.GetTempFileName();
        try { Assert.Throws<UnauthorizedAccessException>(() => Run(new Command(file))); }
        finally { File.Delete(file); }
    }

    [Fact]
    public void A_very_long_line_comes_in_pieces_and_no_character_is_cut()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("é", 1_200_000));
        var pieces = new List<string>();
        RunLines(new Command("cat") { Input = Encoding.UTF8.GetBytes(text + "\nnext\n") }, pieces.Add).EnsureSuccess();
        Assert.True(pieces.Count > 2);
        Assert.Equal("next", pieces[^1]);
        Assert.Equal(text, string.Concat(pieces.SkipLast(1)));
    }
}
