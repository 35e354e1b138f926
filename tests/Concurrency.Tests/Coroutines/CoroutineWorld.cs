using Workbook.Concurrency.Clocks;
using Workbook.Concurrency.Coroutines;

namespace Workbook.Concurrency.Tests.Coroutines;

/// <summary>A scheduler whose time is virtual, and a log of what its coroutines did.</summary>
internal sealed class CoroutineWorld
{
    public CoroutineWorld() => Scheduler = new CoroutineScheduler(Clock);

    public VirtualClock Clock { get; } = new();

    public CoroutineScheduler Scheduler { get; }

    public List<string> Log { get; } = [];

    public double Seconds => Clock.Now.TotalSeconds;

    public Coroutine Spawn(string name, params Step[] steps) => Scheduler.Spawn(name, Body(name, steps));

    /// <summary>Logs its name at its beginning, after each step, and in the end "name ends" from a finally block.</summary>
    public IEnumerable<Step> Body(string name, params Step[] steps)
    {
        try
        {
            Log.Add(name);
            foreach (var step in steps)
            {
                yield return step;
                Log.Add(name);
            }
        }
        finally { Log.Add($"{name} ends"); }
    }

    public static Step Sleep(double seconds) => Step.Sleep(TimeSpan.FromSeconds(seconds));

    public static IEnumerable<Step> Fails(string message, int yields = 0)
    {
        for (var i = 0; i < yields; i++) yield return Step.Yield;
        throw new FormatException(message);
    }
}
