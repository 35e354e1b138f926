// main, who watches          computes 1..n    sleeps     locked out    joins          reads         finished    unstarted
//   looks: all are new
//   takes the lock
//   starts all but one       busy             sleeps     for main's    for 'sleeps'   an empty      returns
//   looks, looks, looks                                  lock                         pipe
//     until 'sleeps' ends                     returns                  returns
//   lets the others go       return                      return                       end of file
//   joins, looks once more

using System.IO.Pipes;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.ThreadStates;

[Exercise(104, "thread-states", "Thread states", Small = "--time 50ms --every 2ms --busy 2",
    Unexplored = "it is about what the kernel does with a thread, and the explorer takes the kernel's place")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("threads that compute; more than there are cores, and some are ready without running", 1, 64)] int busy = 4,
        [Option("how long to watch", 1, 60_000)] int timeMs = 1_500,
        [Option("time between two looks", 1, 10_000)] int everyMs = 10,
        [Option("ask the platform only, as on a machine without /proc")] bool noProc = false)
    {
        var hasKernel = !noProc && KernelThread.OfThisThread() is not null;
        var (computing, inSystemCall) = hasKernel ? (Seen.Running, Seen.Waiting) : (Seen.Runnable, Seen.Runnable);

        using var writer = new AnonymousPipeServerStream(PipeDirection.Out); // nobody ever writes
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var (taken, enough, allArrived) = (new ParkingMutex(), new ManualEvent(), new ManualEvent());

        Subject Make(string name, Seen goal, Action body) => new(name, goal, hasKernel, body);
        var unstarted = Make("unstarted", Seen.New, () => { });
        var sleeps = Make("sleeps", Seen.Waiting, () =>
        {
            do stage.Sleep(timeMs); while (!allArrived.IsSet);                                               // [sleep]
        });
        List<Subject> started =
        [
            .. Enumerable.Range(1, busy).Select(n => Make($"computes {n}", computing, () => ComputeUntil(enough))), // [compute]
            sleeps,
            Make("locked out", Seen.Waiting, () => { using (taken.Hold(stage.Cancel)) { } }),                // [lock]
            Make("joins", Seen.Waiting, () => sleeps.Worker.Join(stage.Cancel)),                             // [join]
            Make("reads", inSystemCall, () => reader.ReadByte()),                                            // [read]
            Make("finished", Seen.Ended, () => { }),
        ];
        List<Subject> all = [unstarted, .. started];

        using (var live = stage.Live())
        {
            Look(all, live, hasKernel); // before anything has started
            taken.Acquire(stage.Cancel);
            try
            {
                foreach (var subject in started) subject.Start(stage.Cancel);
                while (!sleeps.Worker.Join(TimeSpan.FromMilliseconds(everyMs), stage.Cancel)) // [watch]
                {
                    Look(all, live, hasKernel);
                    if (all.All(subject => subject.HasArrived)) allArrived.Set();
                }
            }
            finally // also on Ctrl+C: nobody may stay behind in a wait that only we can end
            {
                enough.Set();
                taken.Release();
                writer.Dispose();
            }
            foreach (var subject in started) subject.Worker.Join(stage.Cancel);
            Look(all, live, hasKernel);
        }

        stage.WriteLine();
        stage.Table("seen", ["thread", "on a core", "queued", "states"], all.Select(subject => (string[])
            [subject.Name, Percent(subject.OnCore), Percent(subject.Queued), Picture.Way(subject.Path)]));
        stage.WriteLine();
        foreach (var line in Conclusions(all, hasKernel)) stage.WriteLine(line);
    }

    private static void Look(List<Subject> all, LiveView live, bool hasKernel)
    {
        foreach (var subject in all) subject.Look();
        live.Show(Picture.Of(all, hasKernel));
    }

    private static void ComputeUntil(ManualEvent enough)
    {
        var value = 1u;
        while (!enough.IsSet)
            for (var i = 0; i < 10_000; i++) value = (value * 1_664_525) + 1_013_904_223;
        GC.KeepAlive(value);
    }

    private static IEnumerable<string> Conclusions(IReadOnlyList<Subject> all, bool hasKernel)
    {
        var (changes, looks) = (all.Sum(subject => subject.Path.Count - 1), Enum.GetValues<Seen>().Sum(all[0].Count));
        yield return $"{changes} changes of state in {looks} looks at {all.Count} threads; cores: {Environment.ProcessorCount}";
        if (!hasKernel)
        {
            yield return "only the platform was asked: it cannot tell ready from running,";
            yield return "and calls a thread inside a system call running";
            yield break;
        }
        var computing = all.Where(subject => subject.Name.StartsWith("computes", StringComparison.Ordinal)).ToList();
        int Looks(Seen state) => computing.Sum(subject => subject.Count(state));
        yield return $"computing threads: R in {Looks(Seen.Ready) + Looks(Seen.Running)} looks; in {Looks(Seen.Ready)} of them "
            + "the thread had not run since the look before, so it was ready";
        if (computing.Sum(subject => subject.Queued) is { } queued)
            yield return $"the kernel's account says more than the looks: {computing.Sum(subject => subject.OnCore):F2} of them "
                + $"ran at a time on average, {queued:F2} queued";
        var reads = all.Single(subject => subject.Name == "reads");
        yield return $"reads: waiting in {reads.Count(Seen.Waiting)} looks, "
            + $"and in {reads.Disagreements} of them the platform called it Running";
    }

    private static string Percent(double? share) => share is { } known ? $"{known * 100:F0} %" : "";
}
