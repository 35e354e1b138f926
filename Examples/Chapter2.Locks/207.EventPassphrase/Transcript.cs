using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.EventPassphrase;

/// <summary>What happens at the gate: a column for each person, and whether the event is set after that line.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="atTheGate">The event of the third column.</param>
public sealed class Transcript(Stage stage, ManualEvent atTheGate)
{
    private const int Width = 42;

    private readonly ParkingMutex _mutex = new(); // an act and its line are one step, so lines are in the order of what happened

    /// <summary>The headings.</summary>
    public void Open() => Line("bandit", "scout", "event");

    /// <summary>The bandit does something, and it is written down.</summary>
    public void Bandit(string what, Action? act = null) => Write(what, "", act);

    /// <summary>The scout does something, and it is written down.</summary>
    public void Scout(string what, Action? act = null) => Write("", what, act);

    private void Write(string left, string right, Action? act)
    {
        using (_mutex.Hold())
        {
            act?.Invoke();
            Line(left, right, atTheGate.IsSet ? "set" : "not set"); // [is set]
        }
    }

    private void Line(string left, string right, string state) =>
        stage.WriteLine($"  {left.PadRight(Width)}{right.PadRight(Width)}{state}");
}
