using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Events;

namespace Workbook.Concurrency.Tests.Events;

/// <summary>A loop whose time is virtual, a kind of event, and a log of what happened. A failure of a handler fails the test,
/// unless it asks for it.</summary>
internal sealed class LoopWorld
{
    public LoopWorld()
    {
        Loop = new EventLoop(Clock);
        Word = Loop.Define<string>("word");
        Loop.Register(Word, Log.Add);
        Loop.HandlerFailed += Failures.Add;
    }

    public VirtualClock Clock { get; } = new();

    public EventLoop Loop { get; }

    public EventType<string> Word { get; }

    public List<string> Log { get; } = [];

    public List<HandlerFailedException> Failures { get; } = [];

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Logs a name and the time.</summary>
    public Action Note(string name) => () => Log.Add($"{name} {Clock.Now.TotalSeconds}");

    /// <summary>Runs until nothing is left of what is queued now.</summary>
    public void Drain()
    {
        Loop.Stop();
        Loop.Run();
        Assert.Empty(Failures);
    }

    /// <summary>Runs until the virtual time is that.</summary>
    public void RunUntil(double seconds)
    {
        Loop.After(Seconds(seconds), () => Loop.Stop());
        Loop.Run();
        Assert.Empty(Failures);
    }
}
