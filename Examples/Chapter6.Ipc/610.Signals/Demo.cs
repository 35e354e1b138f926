// this program                                        a child: Worker.Run, a C# function
//   reads "ready"  <-------------- pipe -----------     has installed its handlers
//   kill(pid, SIGUSR1)  ---------- kernel --------->    a handler runs, on a thread of the runtime's
//   reads "SIGUSR1: ..."  <------- pipe -----------     and tells what it got
//
// Nothing is sent before the line that it is to answer has come, so every scene goes the same way every time.

using System.Runtime.InteropServices;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.PoliteEnds;

[Exercise(610, "signals", "Signals", Needs = Needs.ProcFileSystem, Small = "--piece 10ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how long the child takes for a piece of its work", 1, 60_000)] int pieceMs = 200,
        [Option("how often SIGUSR1 is sent to a child that is stopped", 1, 1_000)] int burst = 5)
    {
        foreach (var play in (Action[])[
            () => Graceful(stage, pieceMs), () => Twice(stage, pieceMs), () => Burst(stage, pieceMs, burst),
            () => Unhandled(stage)])
        {
            stage.Cancel.ThrowIfCancellationRequested();
            play();
            stage.WriteLine();
        }
    }

    private static void Graceful(Stage stage, int pieceMs)
    {
        using var child = new Conversation(stage, pieceMs, Habit.FinishesThePiece);
        child.Hear("ready");
        child.Send(Signal.SIGUSR1);   // [usr1]
        child.Hear("SIGUSR1");
        child.Send(Signal.SIGUSR2);   // it starts a child of its own, whose end is told to it: SIGCHLD
        child.Hear("SIGCHLD");
        child.Send(Signal.SIGHUP);    // it goes to work
        child.Hear("begins piece 2");
        child.Send(Signal.SIGTERM);   // [term] in the middle of a piece
        child.HearTheEnd();
        child.Show("handlers, and a graceful stop");
        var (begun, finished) = (child.Count("begins piece"), child.Count("finishes piece"));
        stage.WriteLine(begun == finished
            ? $"pieces: {begun} begun, {finished} finished, so it stopped between two"
            : $"CUT OFF, pieces: {begun} begun, {finished} finished");
    }

    private static void Twice(Stage stage, int pieceMs)
    {
        using var child = new Conversation(stage, pieceMs, Habit.NeverFinishes);
        child.Hear("ready");
        child.Send(Signal.SIGHUP);
        child.Hear("begins piece 1");
        child.Send(Signal.SIGINT);    // [first] what Ctrl+C sends
        child.Hear("SIGINT");
        child.Send(Signal.SIGINT);    // [second]
        child.HearTheEnd();
        child.Show("Ctrl+C twice: the first asks, the second ends");
        stage.WriteLine($"pieces: {child.Count("begins piece")} begun, {child.Count("finishes piece")} finished");
    }

    private static void Burst(Stage stage, int pieceMs, int burst)
    {
        using var child = new Conversation(stage, pieceMs, Habit.FinishesThePiece);
        child.Hear("ready");
        child.Send(Signal.SIGSTOP);   // [stop] no handler for this one
        child.AwaitStop();
        for (var i = 0; i < burst; i++) child.Send(Signal.SIGUSR1); // [burst]
        child.Send(Signal.SIGCONT);   // [cont]
        child.Hear("SIGUSR1");
        child.Send(Signal.SIGHUP);    // sent after that was delivered
        child.Hear("begins piece 1");
        child.Send(Signal.SIGTERM);
        child.HearTheEnd();
        child.Show("a burst while it is stopped");
        stage.WriteLine($"SIGUSR1: sent {burst}, delivered {child.Count("SIGUSR1")}");
    }

    private static void Unhandled(Stage stage)
    {
        var rows = new List<string[]>();
        foreach (var signal in new[] { Signal.SIGCHLD, Signal.SIGUSR1, Signal.SIGTERM, Signal.SIGKILL })
        {
            using var sleep = Subprocess.Start(new Command("sleep", "600"));
            sleep.Send(signal);       // [default]
            if (signal == Signal.SIGCHLD) sleep.Send(Signal.SIGINT); // or we would wait for ten minutes
            var status = sleep.Wait(stage.Cancel);
            rows.Add([$"{signal}{(signal == Signal.SIGCHLD ? ", then SIGINT" : "")}",
                status.Signal is { } number ? $"killed by {Signals.NameOf(number)}" : $"{status}"]);
        }
        stage.Table("sleep has no handlers", ["sent", "how it ended"], rows);
        string refused;
        try
        {
            var kill = (PosixSignal)Signals.NumberOf(Signal.SIGKILL);
            using var never = PosixSignalRegistration.Create(kill, _ => { }); // [refused]
            refused = "accepted";
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            refused = $"refused: {e.Message}";
        }
        stage.WriteLine($"a handler for SIGKILL: {refused}");
    }
}
