using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.Latches;

[Exercise(212, "latch", "The starting gun and the finish line", Points = 7, Small = "--pace 5ms --heats 3")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("runners, a thread each", 1, 100)] int runners = 8,
        [Option("the fastest possible time; the slowest is twice as long", 0, 10_000)] int paceMs = 200,
        [Option("races for the comparison with and without a gun", 1, 1_000)] int heats = 30)
    {
        var race = new Race(runners, hasGun: true, _ => stage.Sleep(Random.Shared.Next(paceMs, (2 * paceMs) + 1)), stage.Cancel)
        {
            OnReady = arrived => stage.WriteLine($"{runners} at the line, {arrived} have arrived"),
            OnArrival = runner => stage.WriteLine($"  {runner} is in"),
        };
        var arrivals = race.Hold();
        stage.WriteLine("all are in");
        var (gun, over) = race.Times;
        stage.Table("the result", ["place", "runner", "started us after the gun", "time ms"], arrivals.Select((arrival, index) =>
            (string[])[$"{index + 1}", arrival.Runner, $"{Microseconds(gun, arrival.Started):F0}",
                $"{Stopwatch.GetElapsedTime(gun, arrival.Finished).TotalMilliseconds:F1}"]));
        stage.WriteLine($"{arrivals.Count} started, {arrivals.Count(arrival => arrival.Started < gun)} of them before the gun; " +
            $"{arrivals.Count(arrival => arrival.Finished > over)} came in after the result");
        stage.WriteLine();
        Compare(stage, runners, heats);
    }

    // Nobody has far to run here; only the starts are of interest.
    private static void Compare(Stage stage, int runners, int heats)
    {
        var spreads = new[] { true, false }.ToDictionary(hasGun => hasGun, _ => new List<double>());
        for (var heat = 0; heat < heats; heat++)
        {
            foreach (var (hasGun, spread) in spreads) // in turn, so that other load on the machine meets both
            {
                stage.Cancel.ThrowIfCancellationRequested();
                var starts = new Race(runners, hasGun, _ => { }, stage.Cancel).Hold().Select(arrival => arrival.Started).ToList();
                spread.Add(Microseconds(starts.Min(), starts.Max()));
            }
        }
        (string, double, string) Bar(string label, List<double> spread) => (label, Median(spread), $"{Median(spread):F0} us");
        stage.Bars($"from the first start to the last, median of {heats} races",
            [Bar("with a gun", spreads[true]), Bar("each at once", spreads[false])]);
        stage.WriteLine($"longest: {spreads[true].Max():F0} us with a gun, {spreads[false].Max():F0} us each at once");
    }

    private static double Microseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMicroseconds;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
