// this process (the porter)          ann                bob                carl               dora
//   the door is closed               waits, no limit    waits --patience
//   --opens later: Set               passes             has given up, or passes
//                                                                          finds it open
//   Clear                                                                                     waits --patience, gives up

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Processes.FrontDoor;

[Exercise(509, "process-event", "A door for processes", Points = 15, Small = "--opens 20ms --patience 10ms")]
public static class Demo
{
    private static readonly ManualEvent _onlyHere = new(); // each process has its own: that is what --broken shows

    public static void Run(
        Stage stage,
        [Option("the door opens so long after two have come", 0, 20_000)] int opensMs = 600,
        [Option("how long bob, carl and dora would wait", 1, 10_000)] int patienceMs = 300,
        [Option("use an event of one process, in a static field")] bool broken = false)
    {
        using var door = ProcessEvent.Create();
        using var cameTo = SharedSemaphore.CreateAnonymous(0); // a permit for each who stands before the door
        var guests = new List<ChildProcess<Visit>>();

        void Comes(string name, int limitMs)
        {
            guests.Add(broken
                ? ChildProcess.Start(WaitAtTheWrongDoor, cameTo, limitMs,
                    new ChildOptions { Name = name, IsDaemon = true, IgnoreInterrupt = true })
                : ChildProcess.Start(WaitAtTheDoor, door, cameTo, limitMs,
                    new ChildOptions { Name = name, IsDaemon = true, IgnoreInterrupt = true }));
            while (!cameTo.TryAcquire(TimeSpan.FromMilliseconds(100), stage.Cancel))
            {
                if (!guests[^1].IsAlive)
                    throw new InvalidOperationException($"{name} ended before it came: exit code {guests[^1].ExitCode}");
            }
            var isOpen = broken ? _onlyHere.IsSet : door.IsSet;
            stage.WriteLine($"{name} ({guests[^1].Id}) stands before the door, which is {(isOpen ? "open" : "closed")}");
        }

        try
        {
            Comes("ann", broken ? 2 * opensMs + 4 * patienceMs : Timeout.Infinite); // the wrong door never opens
            Comes("bob", patienceMs);
            var clock = Stopwatch.StartNew();
            stage.Sleep(opensMs);
            if (patienceMs < opensMs) guests[1].Join(stage.Cancel); // bob has given up, however slow the machine
            var waitedMs = clock.ElapsedMilliseconds;
            if (broken) _onlyHere.Set();
            else door.Set();                    // [set]
            stage.WriteLine($"the porter ({Environment.ProcessId}) opens it, {waitedMs} ms later");
            Comes("carl", patienceMs);
            if (!broken) guests[0].Join(stage.Cancel); // before it is closed again: if ann is late, she waits for ever
            guests[2].Join(stage.Cancel);
            if (broken) _onlyHere.Reset();
            else door.Clear();                  // [clear]
            stage.WriteLine("the porter closes it");
            Comes("dora", patienceMs);
            foreach (var guest in guests) guest.Join(stage.Cancel);

            var visits = guests.Select(guest => (guest.Name, Visit: guest.Result())).ToList();
            stage.Table("", ["who", "process", "waits at most", "waited, ms", "passed"], visits.Select(v => (string[])[
                v.Name, $"{v.Visit.Process}", v.Visit.LimitMs < 0 ? "for ever" : $"{v.Visit.LimitMs} ms",
                $"{v.Visit.WaitedMs}", v.Visit.Passed ? "yes" : "no"]));
            stage.WriteLine($"{visits.Count(v => v.Visit.Passed)} passed, {visits.Count(v => !v.Visit.Passed)} gave up");
            if (!broken) return;
            stage.WriteLine(
                $"the door that was opened is a field of process {Environment.ProcessId}; each guest stood before its own");
        }
        finally { foreach (var guest in guests) guest.Dispose(); }
    }

    // In the guest's process.
    private static Visit WaitAtTheDoor(ProcessEvent door, SharedSemaphore came, int limitMs)
    {
        door.Wait(TimeSpan.Zero); // tries the handle: from here on the code is compiled, and not timed
        came.Release();
        var clock = Stopwatch.StartNew();
        var passed = door.Wait(TimeSpan.FromMilliseconds(limitMs)); // [wait] -1 ms is for ever
        return new Visit(Environment.ProcessId, limitMs, (int)clock.ElapsedMilliseconds, passed);
    }

    private static Visit WaitAtTheWrongDoor(SharedSemaphore came, int limitMs)
    {
        _onlyHere.Wait(TimeSpan.Zero);
        came.Release();
        var clock = Stopwatch.StartNew();
        var passed = _onlyHere.Wait(TimeSpan.FromMilliseconds(limitMs)); // [wrong door] nobody else sees this one
        return new Visit(Environment.ProcessId, limitMs, (int)clock.ElapsedMilliseconds, passed);
    }

    /// <summary>How it went for one guest.</summary>
    /// <param name="LimitMs">Negative: none.</param>
    public sealed record Visit(int Process, int LimitMs, int WaitedMs, bool Passed);
}
