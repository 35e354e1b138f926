// Transaction k moves 10 from row k to the next row; the last one moves them to row 1. What each waits for before it acts:
//
//      T1   writes row 1 ............ when all have written: asks for row 2, waits
//      T2   when T1 has: writes row 2 ............ when T1 waits: asks for row 3, waits
//      T3   when T2 has: writes row 3 ............ when T2 waits too: asks for row 1     <- closes the circle
//
// So each run is the same. Whoever gives way starts again when the others have ended [others first].

using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>A way to run work as a transaction: the solution, or the broken one.</summary>
public delegate int TransactionRunner(IReadOnlyList<Row> rows, Action<ITransaction> work, CancellationToken cancel);

/// <summary>Transactions that wait for each other in a circle; one is rolled back, and done again.</summary>
public sealed class Circle
{
    private const long Opening = 100, Amount = 10;

    private readonly Stage _stage;
    private readonly int _size;
    private readonly TransactionRunner _run;
    private readonly DeadlockDetector _detector;
    private readonly Row[] _rows;
    private readonly OneShotLatch[] _hasWritten; // by number, from 0
    private readonly CyclicBarrier _allHaveWritten;
    private readonly CountDownLatch _othersHaveEnded;
    private readonly int[] _attempts;
    private readonly StepLog _log;
    private DeadlockReport? _report; // written when the circle closes, read when all have ended

    /// <param name="stage">Where it is shown.</param>
    /// <param name="size">How many transactions, and rows.</param>
    /// <param name="victim">The number of the one that gives way, from 1.</param>
    /// <param name="run">Runs the work.</param>
    public Circle(Stage stage, int size, int victim, TransactionRunner run)
    {
        (_stage, _size, _run, _attempts) = (stage, size, run, new int[size]);
        var victimFirst = Comparer<WaitingThread>.Create((a, b) => (b.Name == $"T{victim}").CompareTo(a.Name == $"T{victim}"));
        _detector = new DeadlockDetector(victimFirst, report => _report = report);
        _rows = [.. Enumerable.Range(1, size).Select(number => new Row($"row {number}", Opening, _detector))];
        _hasWritten = [.. Enumerable.Range(0, size).Select(_ => new OneShotLatch())];
        _allHaveWritten = new CyclicBarrier(size);
        _othersHaveEnded = new CountDownLatch(size - 1);
        _log = new StepLog([.. Enumerable.Range(1, size).Select(number => $"T{number}")]);
    }

    /// <summary>Plays it, and shows the steps, the circle and what is in the rows.</summary>
    public void Play()
    {
        var group = new ThreadGroup();
        for (var number = 0; number < _size; number++)
        {
            var k = number;
            group.Start($"T{k + 1}", () =>
            {
                _run(_rows, transaction => Move(transaction, k), _stage.Cancel);
                if (_attempts[k] == 1) _othersHaveEnded.CountDown();
            });
        }
        group.Join();
        Show();
    }

    private void Move(ITransaction transaction, int k)
    {
        if (++_attempts[k] > 1)
        {
            _othersHaveEnded.Wait(_stage.Cancel);                   // [others first]
            _log.Add($"attempt {_attempts[k]}");
        }
        else if (k > 0) _hasWritten[k - 1].Wait(_stage.Cancel);
        Change(transaction, row: k, -Amount);                       // [first]
        if (_attempts[k] == 1) Meet(k);
        var next = (k + 1) % _size;
        _log.Add($"asks for row {next + 1}");
        try { Change(transaction, next, +Amount); }                 // [second]
        catch (DeadlockException)
        {
            _log.Add("gives way");
            throw;
        }
    }

    private void Change(ITransaction transaction, int row, long by)
    {
        var old = transaction.Read(row);
        transaction.Write(row, old + by);
        _log.Add($"row {row + 1}: {old} -> {old + by}");
    }

    // Holds its row; asks for the next one when all hold theirs, and those before it wait.
    private void Meet(int k)
    {
        _hasWritten[k].Open();
        _allHaveWritten.SignalAndWait(_stage.Cancel);
        while (_detector.Graph.Snapshot().Count < k)
        {
            _stage.Cancel.ThrowIfCancellationRequested();
            Thread.Yield();
        }
    }

    private void Show()
    {
        _log.Show(_stage, $"{_size} transfers of {Amount} in a circle");
        if (_report is { Victim: { } victim })
        {
            _stage.WriteLine("the circle, when it was closed");
            foreach (var thread in _report.Cycle.OrderBy(thread => thread.Name, StringComparer.Ordinal))
                _stage.WriteLine($"  {thread.Name} waits for {thread.WaitsFor.Name}, held by {thread.Holder}");
            _stage.WriteLine($"{victim.Name} was chosen; attempts: {string.Join(' ', _attempts)}");
        }
        var total = _rows.Sum(row => row.Value);
        var missing = _size * Opening - total;
        _stage.WriteLine($"rows {string.Join(' ', _rows.Select(row => row.Value))}, total {total} of {_size * Opening}: "
            + (missing == 0 ? "nothing remains of the attempt that gave way" : $"{missing} ARE MISSING"));
    }
}
