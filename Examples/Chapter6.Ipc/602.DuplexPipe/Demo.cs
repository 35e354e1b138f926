using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.Questions;

[Exercise(602, "duplex-pipe", "Questions and answers", Points = 10, Small = "--askers 2")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    private static readonly string[] _words =
        ["drawer", "stressed", "parts", "desserts", "live", "smart", "reward", "strap", "tram", "evil"];

    public static void Run(
        Stage stage,
        [Option("threads that ask at the same time", 1, 100)] int askers = 4)
    {
        var (here, there) = DuplexPipe.Create();                         // [pair]
        using var _ = here;
        using var child = ChildProcess.Start(Child.Serve, there, askers, _options);
        there.Dispose(); // [copy] the child has its own

        stage.WriteLine($"parent, process {Environment.ProcessId}, and child, process {child.Id}");
        stage.WriteLine($"poll, before anything was asked: {here.Poll()}");
        here.Send(new Question(0, "pals"), stage.Cancel);                // [send]
        stage.WriteLine($"poll, up to 30 s for the answer: {here.Poll(TimeSpan.FromSeconds(30), stage.Cancel)}");
        var first = here.Receive<Answer>(stage.Cancel);                  // [receive]
        stage.WriteLine($"received: {first}");
        stage.WriteLine();
        AskAtOnce(stage, here, askers);
        stage.WriteLine();

        child.Join(stage.Cancel);
        stage.WriteLine($"the child has ended, exit code {child.ExitCode}");
        stage.WriteLine($"poll: {here.Poll()}{(here.Poll() ? ", since a receive would not wait" : "")}");
        ShowFailure(stage, "receive", () => here.Receive<Answer>(stage.Cancel)); // [end]
        ShowFailure(stage, "send", () => here.Send(new Question(1, "anybody?"), stage.Cancel));
    }

    private static void AskAtOnce(Stage stage, Connection connection, int askers)
    {
        using var line = new QuestionLine(connection);
        var (sent, back) = (0, 0);
        var rows = new string[askers][];
        var asked = new string[askers];
        var group = new ThreadGroup();
        for (var number = 0; number < askers; number++)
        {
            var k = number;
            asked[k] = _words[k % _words.Length];
            group.Start($"asker {k + 1}", () =>
            {
                var place = Interlocked.Increment(ref sent);
                var answer = line.Ask(asked[k], stage.Cancel);
                rows[k] = [$"asker {k + 1}", $"{place}", asked[k], answer, $"{Interlocked.Increment(ref back)}"];
            });
        }
        group.Join();
        stage.Table($"askers over one connection: {askers}; the child answers the last one first",
            ["who", "began as", "asked", "was told", "left as"], rows);
        var right = rows.Count(row => row[3] == new string([.. row[2].Reverse()]));
        stage.WriteLine($"{right} of {askers} have the answer to their own question");
    }

    private static void ShowFailure(Stage stage, string what, Action call)
    {
        try
        {
            call();
            stage.WriteLine($"{what}: no failure");
        }
        catch (IOException e)
        {
            stage.WriteLine($"{what}: {e.GetType().Name}: {e.Message}");
        }
    }
}
