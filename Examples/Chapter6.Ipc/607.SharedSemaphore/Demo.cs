// this process                   the cars, a process each                       in shared memory
//   starts them                                                                  Station: permits, who stands where
//                                come, wait for a pump      [enter]              Diary: what happened, in its order
//                                take one, stay a while     [inside]
//   reads the diary, prints      leave it                   [leave]
//   --kill: kill -9 -----------X the first car, at its pump
//   gives its permit back

using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;
using static Workbook.Examples.Ipc.PetrolStation.Diary;

namespace Workbook.Examples.Ipc.PetrolStation;

[Exercise(607, "shared-semaphore", "Five cars, two pumps", Points = 12, Small = "--cars 3 --rounds 2 --stay 2ms")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    public static void Run(
        Stage stage,
        [Option("cars, each a process", 1, 20)] int cars = 5,
        [Option("pumps", 1, 20)] int pumps = 2,
        [Option("how often each car comes", 1, 100)] int rounds = 3,
        [Option("how long a car stays at its pump", 0, 10_000)] int stayMs = 60,
        [Option("kill the first car at its pump")] bool kill = false)
    {
        if (kill && cars < 2)
            throw new BadOptionException("--cars", "with --kill there must be at least 2, or nobody misses the permit");

        using var station = Station.Create(pumps);
        using var diary = Diary.Create(cars * (3 * rounds + 1));
        using var atPump = SharedEvent.CreateAnonymous();
        var children = new List<ChildProcess>();
        try
        {
            var forecourt = new Forecourt(stage, pumps);
            if (kill) KillOneAtItsPump(stage, station, diary, atPump, children, forecourt);
            while (children.Count < cars)
                children.Add(ChildProcess.Start(Drive, station, diary, children.Count + 1, rounds, stayMs, _options));

            var isLost = kill;
            for (var left = kill ? cars - 1 : cars; left > 0;)
            {
                if (Read(stage, diary, children.Skip(kill ? 1 : 0)) is { } line && forecourt.Show(line)) left--;
                // The others have felt it: each has got a pump, if there is another one, or waits for the only one.
                if (isLost && (pumps > 1 ? forecourt.Living.Took : forecourt.Living.Came) >= cars - 1)
                {
                    forecourt.GaveBack(station.GiveBackFor(children[0].Id)); // [give back]
                    isLost = false;
                }
            }
            foreach (var child in children) child.Join(stage.Cancel);
            forecourt.Sum(station.Free);
        }
        finally { foreach (var child in children) child.Dispose(); }
    }

    private static void KillOneAtItsPump(
        Stage stage, Station station, Diary diary, SharedEvent atPump, List<ChildProcess> children, Forecourt forecourt)
    {
        var victim = ChildProcess.Start(Hang, station, diary, 1, atPump, _options);
        children.Add(victim);
        for (var lines = 0; lines < 2; lines++) // it comes, it takes
        {
            if (Read(stage, diary, children) is { } line) forecourt.Show(line);
            else lines--;
        }
        atPump.Wait(stage.Cancel);
        victim.Kill();                          // [kill]
        victim.Join(stage.Cancel);
        forecourt.Killed(1, victim.Id);
    }

    /// <returns>Null when there is none yet.</returns>
    private static Line? Read(Stage stage, Diary diary, IEnumerable<ChildProcess> writers)
    {
        if (diary.TryRead(TimeSpan.FromMilliseconds(100), out var line, stage.Cancel)) return line;
        if (writers.FirstOrDefault(child => child.ExitCode is not null and not 0) is { } dead)
            throw new InvalidOperationException(
                $"{dead.Name} ended before its time: {dead.Failure?.Message ?? $"exit code {dead.ExitCode}"}");
        return null;
    }

    // In the car's process.
    private static void Drive(Station station, Diary diary, int car, int rounds, int stayMs)
    {
        for (var round = 0; round < rounds; round++)
        {
            diary.Write(car, Deed.Comes, 0);
            var pump = station.Enter();           // [enter]
            diary.Write(car, Deed.Takes, pump);
            Thread.Sleep(stayMs);                 // [inside] stands for the work
            diary.Write(car, Deed.Leaves, pump);
            station.Leave(pump);                  // [leave]
        }
        diary.Write(car, Deed.Goes, 0);
    }

    private static void Hang(Station station, Diary diary, int car, SharedEvent atPump)
    {
        diary.Write(car, Deed.Comes, 0);
        diary.Write(car, Deed.Takes, station.Enter());
        atPump.Set();
        Thread.Sleep(Timeout.Infinite); // until it is killed
    }
}
