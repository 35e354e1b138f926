namespace Bench;

/// <summary>Runs the same loop on the calling thread and on one other, both starting together.</summary>
internal static class TwoThreads
{
    public static void Run(Action loop)
    {
        using var start = new Barrier(2); // the platform's: only to start together, outside what is compared
        var other = new Thread(() => { start.SignalAndWait(); loop(); }) { Name = "other" };
        other.Start();
        start.SignalAndWait();
        loop();
        other.Join();
    }
}
