using System.Reflection;
using Workbook.Explorer;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Bench.Programs;

/// <summary>How many schedules a second the explorer runs, race detection on, of a test with 8 scheduling points, of one with
/// 100, and of two tasks that lose an update across an await. Wanted: 20,000, 5,000 and 8,000. Beside it a bare baton of
/// two threads that is handed on at every step, and keeps no books: who is above it owes that to handing on only when another
/// thread is chosen. And the same test run natively again and again, as a stress test does, which sees the same few
/// interleavings.</summary>
internal sealed class ExplorerSchedules : IProgramBenchmark
{
    private static readonly object _lock = new();
    private static int _atomic, _guarded, _balance;

    public void Run(FigureTable figures)
    {
        (string Name, Func<IStrategy> New)[] strategies =
        [
            ("bounded", () => new BoundedSearch(2)), ("DPOR", () => new SourceDpor()), ("PCT", () => new Pct(3, 1)),
            ("POS", () => new Pos(1)), ("SURW", () => new Surw(1)),
        ];
        // So many turns has a schedule of each, about.
        (string Name, Action Test, string Method, Goal Wanted, int Turns)[] sizes =
        [
            ("8 points", Eight, nameof(Eight), Goal.AtLeast(20_000), 8),
            ("100 points", Hundred, nameof(Hundred), Goal.AtLeast(5_000), 100),
            ("async", () => LostUpdate().GetAwaiter().GetResult(), nameof(LostUpdate), Goal.AtLeast(8_000), 30),
        ];
        foreach (var (size, test, method, wanted, turns) in sizes)
        {
            using var baton = new Baton(threads: 2, turns);
            foreach (var (strategy, make) in strategies)
            {
                using var explored = new Explored(method, make);
                figures.Measure($"schedules a second, {strategy}, {size}",
                    () => Rate.PerSecond(Explored.Batch, explored.Run), wanted,
                    new Contender("bare baton", () => Rate.PerSecond(1, baton.Round)),
                    new Contender("native", () => Rate.PerSecond(1, test)));
            }
        }
    }

    // Main: begins, starts, adds, joins, ends. The other: begins, adds, ends.
    private static void Eight()
    {
        _atomic = 0;
        var other = new Thread(Add);
        other.Start();
        Add();
        other.Join();
        if (_atomic != 2) throw new InvalidOperationException("An addition was lost.");
    }

    // Main: 6 steps. Each of two others: begins, 15 times takes a lock, gives it up and adds, waits for nobody, ends.
    private static void Hundred()
    {
        (_atomic, _guarded) = (0, 0);
        Thread a = new(AddOften), b = new(AddOften);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        if (_atomic != 30 || _guarded != 30) throw new InvalidOperationException("An addition was lost.");
    }

    // That an update can be lost is no failure here: there is a schedule after it.
    private static async Task LostUpdate()
    {
        _balance = 0;
        await Task.WhenAll(Task.Run(Deposit), Task.Run(Deposit));
    }

    private static async Task Deposit()
    {
        var before = _balance;
        await Task.Yield();
        _balance = before + 1;
    }

    private static void Add() => Interlocked.Increment(ref _atomic);

    private static void AddOften()
    {
        for (var i = 0; i < 15; i++)
        {
            lock (_lock) _guarded++;
            Add();
        }
    }

    /// <summary>A test of this class, rewritten, and its schedules one after the other; from the beginning when there are no
    /// more.</summary>
    private sealed class Explored : IDisposable
    {
        public const int Batch = 100;
        private readonly Func<IStrategy> _new;
        private readonly Exploration _exploration;
        private IStrategy _strategy;

        public Explored(string method, Func<IStrategy> make)
        {
            var type = typeof(ExplorerSchedules).FullName!;
            var program = RewrittenProgram.FromFile(typeof(ExplorerSchedules).Assembly.Location, (type, method));
            var test = program.Assembly.GetType(type)!.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!;
            var endless = new ExploreOptions { Schedules = int.MaxValue, Time = TimeSpan.FromDays(1) };
            _exploration = new Exploration(AsyncTest.Of(test, null), endless);
            (_new, _strategy) = (make, make());
        }

        public void Run()
        {
            for (var left = Batch; left > 0;)
            {
                var before = _exploration.Executions;
                if (_exploration.Run(_strategy, out var isComplete, left) is { } failed)
                    throw new InvalidOperationException($"A schedule fails: {failed.Failure}.");
                left -= _exploration.Executions - before;
                if (isComplete || _exploration.IsStale) _strategy = _new();
                if (_exploration.IsStale) _exploration.Refine();
            }
        }

        public void Dispose() => _exploration.Dispose();
    }

    /// <summary>Threads on one core that hand a baton round.</summary>
    private sealed class Baton : IDisposable
    {
        private readonly Gate[] _gates; // of the threads, and of the one who waits for the round's end
        private readonly Thread[] _threads;
        private readonly int _turns, _core = Pinning.CurrentCore;
        private int _left; // of the round; whoever has the baton counts. -1: they end.

        public Baton(int threads, int turns)
        {
            _turns = turns;
            _gates = [.. Enumerable.Range(0, threads + 1).Select(_ => new Gate(portable: false))];
            _threads = new Thread[threads];
            for (var i = 0; i < threads; i++)
            {
                var index = i;
                _threads[i] = new Thread(() => Carry(index)) { IsBackground = true, Name = "baton" };
                _threads[i].Start();
            }
        }

        public void Round()
        {
            using var onOneCore = new Pinning(_core);
            _left = _turns;
            _gates[0].Open();
            _gates[^1].Wait();
        }

        public void Dispose()
        {
            _left = -1;
            foreach (var (thread, gate) in _threads.Zip(_gates))
            {
                gate.Open();
                thread.Join();
            }
            foreach (var gate in _gates) gate.Free();
        }

        private void Carry(int index)
        {
            using var onOneCore = new Pinning(_core);
            while (true)
            {
                _gates[index].Wait();
                if (_left < 0) return;
                _left--;
                _gates[_left == 0 ? ^1 : (index + 1) % _threads.Length].Open();
            }
        }
    }
}
