using System.Text.RegularExpressions;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Ipc.PetrolStation;
using Workbook.Examples.Tests.Chapter2;
using Workbook.Examples.Tests.Cli;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Tests.Chapter6;

public sealed class SharedSemaphoreTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private static string[] Run(int cars, int pumps, int rounds, bool kill = false)
    {
        var output = new StringWriter();
        Demo.Run(new Stage(output), cars, pumps, rounds, stayMs: 5, kill);
        return output.ToString().Split('\n', StringSplitOptions.TrimEntries);
    }

    /// <summary>How many were inside after each line of the run.</summary>
    private static List<int> Inside(string[] lines) =>
        [.. lines.Select(line => Regex.Match(line, @"\[([^]]*)\]  waiting")).Where(match => match.Success)
            .Select(match => match.Groups[1].Value.Split(' ').Count(place => place != "-"))];

    [Fact]
    public void Never_more_inside_than_pumps_and_each_car_comes_as_often_as_it_should()
    {
        var lines = Run(cars: 4, pumps: 2, rounds: 2);
        Assert.All(Inside(lines), inside => Assert.InRange(inside, 0, 2));
        for (var car = 1; car <= 4; car++)
        {
            Assert.Equal(2, lines.Count(line => line.StartsWith($"car {car} takes")));
            Assert.Equal(2, lines.Count(line => line.StartsWith($"car {car} leaves")));
        }
        Assert.Contains($"8 visits; most inside at once: {Inside(lines).Max()}, of 2 pumps; 0 times two cars at one pump", lines);
        Assert.Contains("free permits at the end: 2 of 2", lines);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void A_killed_car_has_its_permit_until_it_is_given_back(int pumps)
    {
        var lines = Run(cars: 3, pumps, rounds: 1, kill: true);
        Assert.Contains(lines, line => line.StartsWith("1 permit given back"));
        var living = Assert.Single(lines, line => line.StartsWith("living cars"));
        Assert.Matches($@"at once: at most {pumps - 1} while the dead one had its permit, [0-{pumps}] afterwards$", living);
        Assert.Contains($"free permits at the end: {pumps} of {pumps}", lines);
        Assert.Equal(2, lines.Count(line => line.Contains("leaves")));
    }

    [Fact]
    public void Kill_with_one_car_is_refused() =>
        Assert.Equal("--cars", Assert.Throws<BadOptionException>(() => Run(1, 1, 1, kill: true)).Option);

    [Fact]
    public void In_a_terminal_the_cars_are_drawn()
    {
        using var world = new World { Catalogue = new Catalogue([typeof(Demo)]), TerminalWidth = 120 };
        var (exitCode, output, _) = world.Run("run", "607", "--cars", "2", "--rounds", "1", "--stay", "0ms");
        Assert.Equal(0, exitCode);
        Assert.Contains("a column is 5 ms", output);
        Assert.Contains("2 visits", output);
        Assert.Equal((2, "", "--cars 21: must be 1 to 20\n"), world.Run("run", "607", "--cars", "21"));
    }

    [Fact]
    public void An_interrupted_run_ends()
    {
        using var interrupt = new CancellationTokenSource();
        var seen = new OneShotLatch();
        var output = new CueWriter("takes", seen);
        var main = WorkerThread.Start(
            "main", () => Demo.Run(new Stage(output, cancel: interrupt.Token), cars: 2, pumps: 1, stayMs: 10_000));
        Assert.True(seen.Wait(_bound));
        interrupt.Cancel();
        var failure = Assert.Throws<WorkerFailedException>(() => main.Join(_bound));
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
    }

    [Fact]
    public void A_station_lets_in_as_many_as_it_has_pumps()
    {
        using var station = Station.Create(2);
        Assert.Equal([1, 2], [station.Enter(), station.Enter()]);
        Assert.Equal((2, 0), (station.Pumps, station.Free));
        Assert.Throws<OperationCanceledException>(() => station.Enter(new CancellationToken(canceled: true)));
        station.Leave(1);
        Assert.Equal(1, station.Enter());
        station.Leave(2);
        Assert.Throws<InvalidOperationException>(() => station.Leave(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Leave(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Leave(0));
        Assert.Equal(1, station.Free);
        Assert.Throws<ArgumentOutOfRangeException>(() => { Station.Create(0); });
    }

    [Fact]
    public void What_a_killed_process_had_is_given_back_once()
    {
        using var station = Station.Create(3);
        using var here = SharedEvent.CreateAnonymous();
        using var child = ChildProcess.Start(EnterTwice, station, here);
        Assert.True(here.Wait(_bound));
        Assert.Throws<InvalidOperationException>(() => station.Leave(1)); // not ours
        child.Kill();
        Assert.True(child.Join(_bound));
        Assert.Equal(1, station.Free);
        Assert.Equal(2, station.GiveBackFor(child.Id));
        Assert.Equal(0, station.GiveBackFor(child.Id));
        Assert.Equal(3, station.Free);
        Assert.Equal(0, station.GiveBackFor(Environment.ProcessId));
    }

    private static void EnterTwice(Station station, SharedEvent here)
    {
        station.Enter();
        station.Enter();
        here.Set();
        Thread.Sleep(Timeout.Infinite);
    }
}
