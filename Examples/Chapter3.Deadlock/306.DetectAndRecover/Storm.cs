using System.Diagnostics;
using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Recovery;

/// <summary>Many transfers between rows taken at random, in whatever order; who gives way is up to the detector.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="clerks">Threads.</param>
/// <param name="rows">Rows, at least 2.</param>
/// <param name="transfers">Of each clerk.</param>
/// <param name="pauseMs">How long a transfer takes between its two rows, while it holds the first.</param>
public sealed class Storm(Stage stage, int clerks, int rows, int transfers, int pauseMs)
{
    private const long Opening = 100;

    /// <summary>Runs it, and compares the rows with what the journal of the committed transfers says.</summary>
    public void Play(TransactionRunner run)
    {
        var start = Stopwatch.GetTimestamp();
        var detector = new DeadlockDetector();
        Row[] table = [.. Enumerable.Range(1, rows).Select(number => new Row($"row {number}", Opening, detector))];
        var journal = new List<(int From, int To, long Amount)>[clerks];
        var rolledBack = 0; // by Interlocked until the clerks have ended
        var group = new ThreadGroup();
        for (var number = 0; number < clerks; number++)
        {
            var (random, mine) = (new Random(number), journal[number] = []);
            group.Start($"clerk {number + 1}", () =>
            {
                for (var i = 0; i < transfers; i++)
                {
                    var from = random.Next(rows);
                    var to = (from + random.Next(1, rows)) % rows;
                    var amount = random.Next(1, 20);
                    var attempts = run(table, transaction =>
                    {
                        transaction.Write(from, transaction.Read(from) - amount);
                        stage.Sleep(pauseMs);                                       // [work]
                        transaction.Write(to, transaction.Read(to) + amount);
                    }, stage.Cancel);
                    mine.Add((from, to, amount));                                   // [journal] committed, once
                    Interlocked.Add(ref rolledBack, attempts - 1);
                }
            });
        }
        group.Join();

        var expected = Enumerable.Repeat(Opening, rows).ToArray();
        foreach (var (from, to, amount) in journal.SelectMany(mine => mine))
        {
            expected[from] -= amount;
            expected[to] += amount;
        }
        var different = table.Zip(expected).Count(pair => pair.First.Value != pair.Second);
        stage.WriteLine($"{clerks} clerks, {rows} rows: {journal.Sum(mine => mine.Count)} transfers committed in "
            + $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms; "
            + $"deadlocks: {detector.Deadlocks}, attempts that gave way: {rolledBack}");
        stage.WriteLine($"total {table.Sum(row => row.Value)} of {rows * Opening}; "
            + $"{different} rows differ from what the committed transfers add up to");
    }
}
