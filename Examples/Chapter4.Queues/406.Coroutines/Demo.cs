// one thread
//   [turns]   c1 -> c2 -> c3 -> c1 -> c2 -> c3 -> ...       each yield hands the turn on
//   [send]    producer --- 10, 30, 5 ---> averager          a yield that comes back with a value
//   [stall]   ticker -> other -> ticker -> other ....       what if the other one blocks?
//   [cost]    many turns, and the same between two threads

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.CooperativeTasks;

[Exercise(406, "coroutines", "Coroutines", Points = 7, Small = "--block 20ms --switches 2000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("coroutines that take turns", 1, 12)] int coroutines = 3,
        [Option("steps of each of them", 1, 50)] int steps = 3,
        [Option("how long the other one works, blocks or sleeps", 1, 5_000)] int blockMs = 300,
        [Option("turns to measure the cost of one", 10, 50_000_000)] int switches = 1_000_000)
    {
        TakeTurns(stage, coroutines, steps);
        stage.WriteLine();
        SendValues(stage);
        stage.WriteLine();
        new Stall(stage, blockMs).Measure();
        stage.WriteLine();
        new SwitchCost(stage, switches).Measure();
    }

    private static void TakeTurns(Stage stage, int coroutines, int steps)
    {
        var turns = 0;
        IEnumerable<Wish> Count(int column)
        {
            for (var step = 1; step <= steps; step++)
            {
                stage.WriteLine($"{++turns,4}  {new string(' ', 6 * column)}c{column + 1}:{step}");
                yield return Wish.Turn;                                     // [yield]
            }
        }
        using var scheduler = new RoundRobinScheduler<int>();
        for (var column = 0; column < coroutines; column++)
        {
            var me = column;
            scheduler.Spawn($"c{me + 1}", _ => Count(me));
        }
        stage.WriteLine("turn  who:step");
        scheduler.Run(stage.Cancel);
    }

    private static void SendValues(Stage stage)
    {
        using var scheduler = new RoundRobinScheduler<double>();

        IEnumerable<Wish> Average(Mailbox<double> mailbox)
        {
            var (sum, count) = (0.0, 0);
            try
            {
                while (true)
                {
                    yield return Wish.Value;                                // [receive]
                    sum += mailbox.Value;
                    count++;
                    stage.WriteLine($"              averager: {mailbox.Value:0.##} came, the average is {sum / count:0.##}");
                }
            }
            finally { stage.WriteLine($"              averager: ended after {count} values"); }
        }

        IEnumerable<Wish> Produce()
        {
            foreach (var value in new[] { 10.0, 30, 5 })
            {
                stage.WriteLine($"producer: sends {value:0.##}");
                scheduler.Send("averager", value);                          // [send]
                yield return Wish.Turn;
            }
        }

        scheduler.Spawn("averager", Average);
        scheduler.Spawn("producer", _ => Produce());
        var waiting = scheduler.Run(stage.Cancel);
        stage.WriteLine($"nobody is ready; waiting for a value: {string.Join(", ", waiting)}");
    } // the scheduler is disposed of: finally blocks run
}
