// bandit                                       scout
//   waits at the gate, not for ever
//                                              climbs the mountain (--climb)
//                                              says the words and sets the event
//   is let through by the event, twice
//   clears it, and waits in vain again
//   checks the words, and answers
//                                              hears the answer

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.EventPassphrase;

[Exercise(207, "event-passphrase", "Event and passphrase", Points = 6, Small = "--climb 1ms --patience 5ms")]
public static class Demo
{
    private const string TheWords = "The crane stands where the river bends";
    private const string WrongWords = "Nice weather up here";
    private const string Welcome = "And flies when the ice goes. Come in.";
    private const string Farewell = "You are none of us. Down you go.";

    public static void Run(
        Stage stage,
        [Option("how long the scout climbs", 0, 10_000)] int climbMs = 300,
        [Option("how long the bandit waits before he looks around", 1, 10_000)] int patienceMs = 100,
        [Option("the scout does not know the words")] bool wrong = false)
    {
        var atTheGate = new ManualEvent();       // says that somebody has come, and stays set until it is cleared
        var words = new Handover<string>();      // from the scout to the bandit
        var answer = new Handover<string>();     // and back
        var maySetOut = new OneShotLatch();      // keeps the story in order: the bandit's first wait is in vain
        var patience = TimeSpan.FromMilliseconds(patienceMs);

        var transcript = new Transcript(stage, atTheGate);
        transcript.Open();

        string Wait()
        {
            var start = Stopwatch.GetTimestamp();
            var came = atTheGate.Wait(patience, stage.Cancel);                              // [wait]
            if (came) return "let through";
            return $"nobody came {(Stopwatch.GetElapsedTime(start) >= patience ? "for" : "FOR LESS THAN")} {patienceMs} ms";
        }

        var group = new ThreadGroup();
        group.Start("bandit", () =>
        {
            transcript.Bandit($"waits: {Wait()}");
            maySetOut.Open();
            atTheGate.Wait(stage.Cancel);                                                   // [until set]
            transcript.Bandit("is let through");
            transcript.Bandit($"waits again: {Wait()}");
            transcript.Bandit("clears it", atTheGate.Reset);                                // [clear]
            transcript.Bandit($"waits again: {Wait()}");

            words.TryTake(TimeSpan.Zero, out var said, stage.Cancel);                       // given before the event was set
            var reply = said == TheWords ? Welcome : Farewell;                              // [check]
            transcript.Bandit($"\"{reply}\"", () => answer.Give(reply));
        });
        group.Start("scout", () =>
        {
            maySetOut.Wait(stage.Cancel);
            transcript.Scout("climbs the mountain");
            stage.Sleep(climbMs);
            var said = wrong ? WrongWords : TheWords;
            transcript.Scout($"\"{said}\"", () => words.Give(said));
            transcript.Scout("sets it", atTheGate.Set);                                     // [set]
            answer.TryTake(Timeout.InfiniteTimeSpan, out var reply, stage.Cancel);          // [answer]
            transcript.Scout(reply == Welcome ? "is in" : "runs");
        });
        group.Join();
    }
}
