namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>What A and B did, in the order in which they said so, with a column for each.</summary>
public sealed class StepLog
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<string[]> _rows = [];

    /// <summary>The rows so far: A's step or nothing, B's step or nothing, the counter after it.</summary>
    public IReadOnlyList<string[]> Rows { get { lock (_lock) return [.. _rows]; } }

    /// <summary>The calling thread, A or B, took a step.</summary>
    public void Add(string step, UnlockedCounter counter)
    {
        lock (_lock)
        {
            _rows.Add(Thread.CurrentThread.Name == "A" ? [step, "", $"{counter.Value}"] : ["", step, $"{counter.Value}"]);
        }
    }
}
