using Workbook.Concurrency.Clocks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeWaiting;

/// <summary>What holds of bodies that sleep at the same time, on one thread. There is one interleaving: what fails here fails
/// always.</summary>
public static class Scenarios
{
    [Scenario("all sleep at once: together they take as long as the longest")]
    public static void AtOnce()
    {
        var clock = new VirtualClock();
        var hub = new GreenletHub(clock);
        var woken = new List<int>();
        IEnumerable<TimeSpan> Sleep(int seconds)
        {
            yield return TimeSpan.FromSeconds(seconds);
            woken.Add(seconds);
        }
        foreach (var seconds in new[] { 3, 1, 2 }) hub.Spawn($"g{seconds}", Sleep(seconds));
        hub.JoinAll();
        Require.That(woken is [1, 2, 3] && clock.Now == TimeSpan.FromSeconds(3));
    }

    [Scenario("looked before a sleep and sold after it, the last ticket is sold twice", Fails = true)]
    public static void SoldTwice()
    {
        var hub = new GreenletHub(new VirtualClock());
        var (left, sold) = (1, 0);
        IEnumerable<TimeSpan> Sell()
        {
            if (left == 0) yield break;              // [look]
            yield return TimeSpan.FromSeconds(1);
            left--;                                  // [sell]
            sold++;
        }
        hub.Spawn("w1", Sell());
        hub.Spawn("w2", Sell());
        hub.JoinAll();
        Require.That(sold == 1);
    }
}
