// this process                        the pool's line           worker 1 ... worker n, processes
//   ApplyAsync(errand 1 to n)           1 2 3 ...                 take one each, run it, take the next
//   errand 7 has begun: kill -9         8 9 ...                   the worker is gone, errand 7 fails, a new worker comes
//   IMap, IMapUnordered, Map            ...
//   Close, Join                                                   go home
//   Terminate, of another pool          dropped                   are killed
//   SmallPool.Map

using System.Diagnostics;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Pools;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

[Exercise(508, "process-pool", "Process pool", Points = 25, Small = "--workers 2 --jobs 4 --delay 1ms --fail 2 --kill 3")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("worker processes", 1, 16)] int workers = 4,
        [Option("jobs", 1, 500)] int jobs = 10,
        [Option("how long a job takes, when its number is odd; an even one takes twice as long", 0, 10_000)] int delayMs = 50,
        [Option("the job that throws, 0 for none", 0, 500)] int fail = 4,
        [Option("the job whose worker is killed, 0 for none", 0, 500)] int kill = 7)
    {
        if (fail > jobs) throw new BadOptionException("--fail", $"there are only {jobs} jobs; --fail 0 for none");
        if (kill > jobs) throw new BadOptionException("--kill", $"there are only {jobs} jobs; --kill 0 for none");
        if (kill == fail && kill > 0)
            throw new BadOptionException("--kill", "this job throws already; name another one, or --fail 0");

        var errands = Enumerable.Range(1, jobs).Select(n => new Errand(n, n % 2 == 0 ? 2 * delayMs : delayMs,
            n == fail ? Fate.Throws : n == kill ? Fate.IsKilled : Fate.Returns)).ToList();
        Futures(stage, workers, errands);
        var slowFirst = errands.Select(errand => new Errand(errand.Number, errand.Number == 1 ? 4 * delayMs : delayMs,
            Fate.Returns)).ToList();
        Maps(stage, workers, slowFirst);
        Terminate(stage, workers);
        Small(stage, workers, errands);
    }

    // ApplyAsync: one job each, a future each, and a callback.
    private static void Futures(Stage stage, int workers, List<Errand> errands)
    {
        var log = new PoolLog(stage, workers);
        var replaced = new CountDownLatch(workers + errands.Count(errand => errand.Fate == Fate.IsKilled));
        var killed = errands.Find(errand => errand.Fate == Fate.IsKilled)?.Number;
        using var pool = new ProcessPool(workers, new PoolOptions
        {
            Progress = happened =>
            {
                log.Add(happened);
                if (happened.Kind == PoolEventKind.WorkerStarted) replaced.CountDown();
                if (happened.Kind != PoolEventKind.JobStarted || happened.Job != killed) return;
                Signals.TrySend(happened.ProcessId, Signal.SIGKILL); // [kill]
            },
        });
        stage.WriteLine($"this process is {Environment.ProcessId}; " +
            $"ApplyAsync, {errands.Count} jobs on {pool.Size} worker processes");
        log.Head();
        var (done, errors) = (0, 0);
        var futures = errands.Select(errand => pool.ApplyAsync(Errands.Run, errand, // [submit]
            onDone: _ => Interlocked.Increment(ref done), onError: _ => Interlocked.Increment(ref errors))).ToList();
        foreach (var future in futures) future.Wait(stage.Cancel);
        replaced.Wait(stage.Cancel);
        var (me, parent) = pool.Apply(Errands.WhoAmI, stage.Cancel); // [apply]
        pool.Close();
        var late = Refusal(() => pool.ApplyAsync(Errands.WhoAmI));
        pool.Join(stage.Cancel); // [join]

        stage.WriteLine();
        var results = errands.Zip(futures).ToList();
        stage.Table("what came back", ["job", "future", "what"], results.Select(pair => Row(pair.First.Number, pair.Second)));
        foreach (var remote in futures.Select(future => future.Failure).OfType<RemoteException>())
            // [stack] where; without the file
            stage.WriteLine($"thrown over there, {remote.RemoteStack.Split('\n')[1].Split(" in ")[0].Trim()}");
        foreach (var died in log.Events.Where(each => each.Kind == PoolEventKind.WorkerDied))
        {
            var next = log.Events.SkipWhile(each => each != died).First(each => each.Kind == PoolEventKind.WorkerStarted
                && each.Worker == died.Worker);
            stage.WriteLine($"worker {died.Worker}: process {died.ProcessId} died, {died.Exit}; " +
                $"process {next.ProcessId} has its place");
        }
        stage.WriteLine($"callbacks: {done} onDone, {errors} onError");
        stage.WriteLine($"Apply ran in process {me}, a child of {parent}");
        stage.WriteLine($"closed; one more was {late}");
        stage.WriteLine($"joined; {log.Events.Count(each => each.Kind == PoolEventKind.WorkerEnded)} workers went home");
    }

    private static string[] Row(int job, Future<Receipt> future) => [$"{job}", $"{future.State}", future.Failure switch
    {
        null => $"{future.Result().Square}, from process {future.Result().ProcessId}",
        RemoteException remote => $"{remote.TypeName}: {remote.Message}",
        var other => other.Message,
    }];

    // Map, IMap, IMapUnordered: the first item takes four times as long as the others.
    private static void Maps(Stage stage, int workers, List<Errand> errands)
    {
        using var pool = new ProcessPool(workers);
        pool.Apply(Errands.WhoAmI, stage.Cancel); // a worker is there; what follows is not its start
        stage.WriteLine();
        Show("Map", () => pool.Map(Errands.Run, errands, chunk: 1, stage.Cancel));
        Show("IMap", () => pool.IMap(Errands.Run, errands, cancel: stage.Cancel));
        Show("IMapUnordered", () => pool.IMapUnordered(Errands.Run, errands, cancel: stage.Cancel)); // [unordered]

        void Show(string name, Func<IEnumerable<Receipt>> map)
        {
            var start = Stopwatch.GetTimestamp();
            List<(int Square, int Ms)> came = [];
            // [came]
            foreach (var receipt in map()) came.Add((receipt.Square, (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds));
            var shown = string.Join(' ', came.Take(12).Select(each => each.Square)) + (came.Count > 12 ? " ..." : "");
            stage.WriteLine($"{name,-14} the first after {came[0].Ms,4} ms, the last after {came[^1].Ms,4} ms: {shown}");
        }
    }

    // Terminate: a pool with far more to do than it will do.
    private static void Terminate(Stage stage, int workers)
    {
        const int Many = 10_000;
        var begun = new OneShotLatch();
        using var pool = new ProcessPool(workers, new PoolOptions
        {
            Progress = happened => { if (happened.Kind == PoolEventKind.JobStarted) begun.Open(); },
        });
        var futures = Enumerable.Range(0, Many).Select(n =>
            pool.ApplyAsync(Errands.Run, new Errand(n, 0, Fate.IsKilled))).ToList();
        begun.Wait(stage.Cancel);
        var start = Stopwatch.GetTimestamp();
        pool.Terminate(); // [terminate]
        pool.Join(stage.Cancel);
        var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var cancelled = futures.Count(future => future.State == FutureState.Canceled);
        stage.WriteLine($"Terminate      {Many} jobs submitted that never end: {cancelled} cancelled, " +
            $"all workers gone after {ms:0} ms");
    }

    // The same errands with the class of this exercise.
    private static void Small(Stage stage, int workers, List<Errand> errands)
    {
        using var pool = new SmallPool<KilledErrands, Errand, Receipt>(workers);
        var before = pool.ProcessIds;
        var outcomes = pool.Map(errands, stage.Cancel);
        var right = outcomes.Index().Count(each => each.Item.Value?.Square == (each.Index + 1) * (each.Index + 1));
        stage.WriteLine();
        stage.WriteLine($"SmallPool      {outcomes.Length} outcomes in order: {right} squares, " +
            $"{outcomes.Count(outcome => outcome.Failure is RemoteException)} threw, " +
            $"{outcomes.Count(outcome => outcome.Failure is ChildDiedException)} lost their worker");
        foreach (var (index, outcome) in outcomes.Index().Where(each => each.Item.Failure is not null))
            stage.WriteLine($"  {index + 1}: {outcome.Failure!.Message}");
        foreach (var (number, (old, now)) in before.Zip(pool.ProcessIds).Index().Where(
            each => each.Item.First != each.Item.Second))
            stage.WriteLine($"  worker {number + 1} was process {old} and is process {now}");
    }

    private static string Refusal(Action submit)
    {
        try { submit(); }
        catch (InvalidOperationException e) { return $"refused: {e.Message}"; }
        return "TAKEN";
    }
}
