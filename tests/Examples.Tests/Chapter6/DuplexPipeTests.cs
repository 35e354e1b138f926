using System.Text.RegularExpressions;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Cli;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.Questions;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class DuplexPipeTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    private static WorkerThread StartAsker(QuestionLine line, string question, Action<string> answered, CancellationToken cancel = default) =>
        WorkerThread.Start($"asks {question}", () => answered(line.Ask(question, cancel)), background: true);

    [Fact]
    public void Run_gives_each_asker_its_own_answer_and_shows_the_end()
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), askers: 12);
        var text = output.ToString().ReplaceLineEndings("\n");
        Assert.Contains("before anything was asked: False", text);
        Assert.Contains("for the answer: True", text);
        Assert.Contains("Text = slap", text);
        Assert.Contains("12 of 12 have the answer to their own question", text);
        Assert.Equal(12, Regex.Count(text, @"^  asker \d+ ", RegexOptions.Multiline));
        Assert.Contains("the child has ended, exit code 0", text);
        Assert.Contains("receive: EndOfStreamException: ", text);
        Assert.Contains("send: IOException: Broken pipe", text);
    }

    [Fact]
    public void In_a_terminal_the_askers_stand_in_a_table()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "602", "--askers", "1");
        Assert.Equal(0, exitCode);
        Assert.Contains("│ asker 1", output);
        Assert.Contains("1 of 1 have the answer", output);
    }

    [Fact]
    public void Run_that_is_interrupted_ends()
    {
        using var interrupt = new CancellationTokenSource();
        interrupt.Cancel();
        var failure = Assert.ThrowsAny<Exception>(() => Demo.Run(new Stage(new StringWriter(), cancel: interrupt.Token)));
        Assert.True(Failure.IsCancellation(failure), failure.ToString());
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        using var world = new World { Catalogue = new Catalogue(typeof(Demo).Assembly) };
        Assert.Equal(2, world.Run("run", "602", "--askers", "0").ExitCode);
        Assert.Equal(2, world.Run("run", "602", "--askers", "101").ExitCode);
    }

    [Fact]
    public void Answers_in_any_order_reach_their_askers()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var __ = there;
        using var line = new QuestionLine(here);
        string? first = null, second = null;
        var askers = new[] { StartAsker(line, "a", answer => first = answer), StartAsker(line, "b", answer => second = answer) };
        var questions = new[] { there.Receive<Question>(), there.Receive<Question>() };
        there.Send(new Answer(4711, "to nobody"));
        foreach (var question in questions.OrderByDescending(question => question.Number))
            there.Send(new Answer(question.Number, question.Text + "!"));
        Assert.All(askers, asker => Assert.True(asker.Join(_bound)));
        Assert.Equal(("a!", "b!"), (first, second));
    }

    [Fact]
    public void A_cancelled_asker_leaves_and_its_answer_disturbs_nobody()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var __ = there;
        using var line = new QuestionLine(here);
        using var source = new CancellationTokenSource();
        var leaver = StartAsker(line, "a", answer => { }, source.Token);
        var number = there.Receive<Question>().Number;
        source.Cancel();
        Assert.IsAssignableFrom<OperationCanceledException>(
            Assert.Throws<WorkerFailedException>(() => leaver.Join(_bound)).InnerException);
        string? got = null;
        var other = StartAsker(line, "b", answer => got = answer);
        var question = there.Receive<Question>();
        there.Send(new Answer(number, "late"));
        there.Send(new Answer(question.Number, "in time"));
        Assert.True(other.Join(_bound));
        Assert.Equal("in time", got);
    }

    [Fact]
    public void Dispose_ends_the_wait_and_the_connection_still_works()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var __ = there;
        var line = new QuestionLine(here);
        line.Dispose();
        line.Dispose();
        Assert.ThrowsAny<IOException>(() => line.Ask("a"));
        here.Send(1);
        Assert.Equal(1, there.Receive<int>());
        there.Send(2);
        Assert.Equal(2, here.Receive<int>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_waits_for_ever_when_the_other_side_goes_or_the_line_is_disposed(bool otherSideGoes)
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var __ = there;
        var line = new QuestionLine(here);
        var asker = StartAsker(line, "a", answer => { });
        there.Receive<Question>();
        if (otherSideGoes) there.Dispose();
        else line.Dispose();
        Assert.IsAssignableFrom<IOException>(Assert.Throws<WorkerFailedException>(() => asker.Join(_bound)).InnerException);
        Assert.ThrowsAny<IOException>(() => line.Ask("b"));
        line.Dispose();
    }

    [Fact]
    public void Many_askers_and_a_full_pipe()
    {
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var line = new QuestionLine(here);
        var server = WorkerThread.Start("server", () =>
        {
            using (there)
            {
                for (var i = 0; i < 400; i++)
                {
                    var question = there.Receive<Question>();
                    there.Send(new Answer(question.Number, question.Text));
                }
            }
        });
        var wrong = 0;
        var group = new ThreadGroup();
        for (var number = 0; number < 8; number++)
        {
            var k = number;
            group.Start($"asker {k}", () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    var text = $"{k}.{i} {new string('x', 5_000)}";
                    if (line.Ask(text) != text) Interlocked.Increment(ref wrong);
                }
            });
        }
        Assert.True(group.Join(_bound));
        Assert.True(server.Join(_bound));
        Assert.Equal(0, wrong);
    }
}
