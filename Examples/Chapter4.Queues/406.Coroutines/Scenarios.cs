using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeTasks;

/// <summary>What holds of coroutines that share a number. There is one thread, and so one interleaving: what fails here fails
/// always.</summary>
public static class Scenarios
{
    [Scenario("from one yield to the next nobody else has a turn")]
    public static void Undivided()
    {
        var count = 0;
        IEnumerable<Wish> CountTwice()
        {
            for (var i = 0; i < 2; i++)
            {
                count++;
                yield return Wish.Turn;
            }
        }
        Run(CountTwice);
        Require.That(count == 4);
    }

    [Scenario("read before a yield and written after it, an update is lost", Fails = true)]
    public static void Divided()
    {
        var count = 0;
        IEnumerable<Wish> Count()
        {
            var seen = count;
            yield return Wish.Turn; // [between]
            count = seen + 1;
        }
        Run(Count);
        Require.That(count == 2);
    }

    private static void Run(Func<IEnumerable<Wish>> body)
    {
        using var scheduler = new RoundRobinScheduler<int>();
        scheduler.Spawn("a", _ => body());
        scheduler.Spawn("b", _ => body());
        Require.That(scheduler.Run() is [] && scheduler.Failures is []);
    }
}
