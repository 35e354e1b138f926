using System.Text;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.WholeMessages;

[Exercise(601, "anonymous-pipe", "A pipe to a child", Points = 8, Small = "--messages 2 --patience 5ms")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    public static void Run(
        Stage stage,
        [Option("messages that go to the child", 1, 100_000)] int messages = 5,
        [Option("how long the child waits for an end that cannot come", 1, 10_000)] int patienceMs = 300)
    {
        ShowBoundaries(stage);
        stage.WriteLine();
        SendMessages(stage, messages);
        stage.WriteLine();
        ForgetAnEnd(stage, patienceMs);
    }

    private static void ShowBoundaries(Stage stage)
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var _ = writer;
        string[] written = ["one", "two", "three"];
        foreach (var word in written) writer.Write(Encoding.UTF8.GetBytes(word)); // before the child reads: it fits into the pipe
        using var child = ChildProcess.Start(Child.ReadPieces, reader, _options); // [start]
        reader.Dispose(); // the child has its own
        writer.Dispose(); // [close] the end of the stream, once nothing is left to be read
        var (process, pieces) = child.Result(stage.Cancel);
        stage.WriteLine($"parent, process {Environment.ProcessId}: {written.Length} writes: {string.Join(", ", written)}");
        stage.WriteLine($"child, process {process}: {pieces.Length} read{(pieces.Length == 1 ? "" : "s")} before the end: " +
            string.Join(", ", pieces));
    }

    private static void SendMessages(Stage stage, int messages)
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var _ = writer;
        using var child = ChildProcess.Start(Child.ReceiveMessages, reader, _options);
        reader.Dispose();
        var stream = new MessageStream(writer);
        var sent = Enumerable.Range(1, messages).Select(number => $"message {number}").ToList();
        foreach (var message in sent)
        {
            stage.Cancel.ThrowIfCancellationRequested();
            stream.Send(message); // [send]
        }
        writer.Dispose();
        var received = child.Result(stage.Cancel).Messages;
        stage.WriteLine($"sent {sent.Count} messages, closed; the child received {received.Length}, then the end");
        stage.WriteLine(sent.SequenceEqual(received)
            ? $"each one whole and in its place: {received[0]} ... {received[^1]}"
            : "NOT what was sent");
    }

    private static void ForgetAnEnd(Stage stage, int patienceMs)
    {
        var (reader, writer) = AnonymousPipe.Create();
        var (here, there) = DuplexPipe.Create();
        using var _ = here;
        using var child = ChildProcess.Start(Child.WaitForTheEnd, reader, writer, there, patienceMs, _options); // [both]
        there.Dispose();
        reader.Dispose();
        writer.Dispose();
        here.Send(true, stage.Cancel); // from here on, the child has the only copies
        var (process, withOwnCopy, afterClosing) = child.Result(stage.Cancel);
        stage.WriteLine($"process {process} was given both ends, and the parent has closed its own");
        stage.WriteLine(withOwnCopy
            ? "  the end of the stream came"
            : $"  NO END in {patienceMs} ms: it waits for a writer, and that is itself");
        stage.WriteLine($"  it closes its copy of the writing end: {(afterClosing ? "the end comes" : "still no end")}");
    }
}
