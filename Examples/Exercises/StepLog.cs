//     step  waiter         opener             gate       a column per thread, in the order in which they were added;
//     ----  -------------  -----------------  ------     the last one, if wanted: the state after the step
//        1  looks: closed                     closed
//        2                 wants the lock     closed

using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Exercises;

/// <summary>What happened, in order, a column per thread; and cues for those who wait for something to happen.</summary>
/// <remarks>Any thread may call any member. Who adds a step while holding the lock of what it tells about has it in the order of
/// what happened.</remarks>
/// <param name="threads">Their names; the columns, from left to right.</param>
/// <param name="state">The heading of the last column; null for none.</param>
public sealed class StepLog(IReadOnlyList<string> threads, string? state = null)
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<(string Thread, string What, string State)> _steps = [];
    private readonly List<(string Thread, string What, OneShotLatch Cue)> _cues = [];

    /// <summary>Opens at the first step of a thread whose text contains <paramref name="what"/>. Ask before it starts.</summary>
    public OneShotLatch After(string thread, string what)
    {
        var cue = new OneShotLatch();
        lock (_lock) _cues.Add((thread, what, cue));
        return cue;
    }

    /// <summary>A step of the calling thread, and the state after it.</summary>
    public void Add(string what, string state = "")
    {
        var thread = Thread.CurrentThread.Name ?? "";
        lock (_lock)
        {
            _steps.Add((thread, what, state));
            foreach (var (_, _, cue) in _cues.Where(cue => cue.Thread == thread && what.Contains(cue.What))) cue.Open();
        }
    }

    /// <summary>Draws the steps so far.</summary>
    public void Show(Stage stage, string title)
    {
        lock (_lock)
        {
            string[] last = state is null ? [] : [state];
            stage.Table(title, ["step", .. threads, .. last], _steps.Select((step, index) => (string[])[
                $"{index + 1}", .. threads.Select(thread => thread == step.Thread ? step.What : ""),
                .. last.Select(_ => step.State)]));
        }
    }
}
