using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.Postboxes;

[Exercise(603, "named-pipe", "Two programs and a name", Points = 8, Small = "--letters 1 --name small-letters")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static void Run(
        Stage stage,
        [Option("what this process does: both, reader or writer")] Role role = Role.Both,
        [Option("the name of the pipe")] string name = "letters",
        [Option("letters of each writer; a reader alone ends after as many", 1, 100_000)] int letters = 3)
    {
        if (role == Role.Writer) Write(stage, name, letters);
        else
        {
            using var box = CreateBox(name);
            if (role == Role.Reader) ReadAlone(stage, box, name, letters);
            else ReadAndStartWriters(stage, box, name, letters);
        }
    }

    private static LetterBox CreateBox(string name)
    {
        try { return new LetterBox(name); } // [create]
        catch (Exception e) when (e is IOException or ArgumentException) { throw new BadOptionException("--name", OneLine(e)); }
    }

    private static void Write(Stage stage, string name, int letters)
    {
        try { NamedPipe.Open(name).Dispose(); }
        catch (Exception e) when (e is IOException or ArgumentException) { throw new BadOptionException("--name", OneLine(e)); }
        var posted = 0;
        try
        {
            for (var number = 1; number <= letters; number++)
            {
                var letter = $"letter {number} of process {Environment.ProcessId}";
                if (LetterBox.TryPost(name, letter, _patience, stage.Cancel)) posted++;
            }
        }
        catch (IOException e) { stage.WriteLine($"the box is closed: {OneLine(e)}"); } // the reader has what it wanted
        stage.WriteLine($"writer, process {Environment.ProcessId}: {posted} of {letters} letters posted to '{name}'");
    }

    private static void ReadAlone(Stage stage, LetterBox box, string name, int letters)
    {
        stage.WriteLine($"reader, process {Environment.ProcessId}: '{name}' is open. In another terminal:");
        stage.WriteLine($"  workbook run 603 --role writer --name {name}");
        for (var taken = 0; taken < letters; taken++)
        {
            box.TryTake(out var letter, Timeout.InfiniteTimeSpan, stage.Cancel);
            stage.WriteLine($"  {letter}");
        }
        stage.WriteLine($"letters taken out: {letters}");
    }

    private static void ReadAndStartWriters(Stage stage, LetterBox box, string name, int letters)
    {
        stage.WriteLine($"reader, process {Environment.ProcessId}: '{name}' is open");
        var (posted, taken) = (0, 0);
        for (var round = 0; round < 2; round++)
        {
            using var writer = ChildProcess.Start(Child.Post, name, letters, _options); // [start] a string, and nothing else
            stage.WriteLine($"writer, process {writer.Id}, is given nothing but that name");
            for (var i = 0; i < letters && box.TryTake(out var letter, _patience, stage.Cancel); i++, taken++)
                stage.WriteLine($"  {letter}");
            posted += writer.Result(stage.Cancel);
        }
        stage.WriteLine($"{posted} letters posted, {taken} taken out; ends of the stream on the way: {box.Pauses}");
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").Split(" (Parameter")[0];
}
