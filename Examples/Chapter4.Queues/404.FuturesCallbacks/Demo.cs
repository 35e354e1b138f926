using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Futures;

[Exercise(404, "futures-callbacks", "Futures and callbacks", Points = 10, Small = "--rounds 100")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("what the chain is fed with")] string number = "12",
        [Option("how often an end and a registration meet", 1, 1_000_000)] int rounds = 5_000,
        [Option("let them meet in a future that looks and adds in two steps")] bool broken = false)
    {
        foreach (var play in (Action[])[
            () => Scenes.Result(stage), () => Scenes.Failure(stage), () => Scenes.Cancellation(stage),
            () => Scenes.Chain(stage, number)])
        {
            stage.Cancel.ThrowIfCancellationRequested();
            play();
            stage.WriteLine();
        }
        if (broken) Meeting.PlayForgetful(stage);
        else Meeting.Play(stage, rounds);
    }
}
