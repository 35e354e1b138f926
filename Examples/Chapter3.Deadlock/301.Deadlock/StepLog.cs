using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Transfers;

/// <summary>What happened, in order, a column per thread.</summary>
/// <remarks>Any thread may add a step. Show it when they have ended.</remarks>
public sealed class StepLog(params string[] threads)
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<(string Thread, string What)> _steps = [];

    /// <summary>A step of the calling thread.</summary>
    public void Add(string what) { lock (_lock) _steps.Add((Thread.CurrentThread.Name ?? "", what)); }

    /// <summary>Draws it.</summary>
    public void Show(Stage stage, string title)
    {
        lock (_lock)
        {
            stage.Table(title, ["step", .. threads], _steps.Select((step, index) => (string[])
                [$"{index + 1}", .. threads.Select(thread => thread == step.Thread ? step.What : "")]));
        }
    }
}
