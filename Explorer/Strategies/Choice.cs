using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>One choice of <see cref="SourceDpor"/>: who moves next.</summary>
internal sealed class Choice
{
    private readonly int[] _movable;
    private readonly List<int> _noted = []; // who is to be tried here, or was
    private readonly List<(int Thread, Operation Operation)> _asleep = [];

    /// <param name="execution">Which has come to it.</param>
    /// <param name="parent">The choice before; null: none.</param>
    public Choice(Execution execution, Choice? parent)
    {
        _movable = [.. execution.Movable.Select(thread => thread.Index)];
        if (parent is null || parent.Done.IsLastResort) return; // that one depends on all
        foreach (var sleeper in parent._asleep)
        {
            if (sleeper.Thread != parent.Chosen && !sleeper.Operation.DependsOn(parent.Done.Operation)) _asleep.Add(sleeper);
        }
    }

    /// <summary>Who moves, in this execution.</summary>
    public int Chosen { get; private set; }

    /// <summary>What it does, as is known afterwards: a compare-exchange that failed was a read.</summary>
    public Step Done { get; set; }

    public bool CanMove(int thread) => Array.IndexOf(_movable, thread) >= 0;

    public bool IsNotedOrSleeps(int thread) => _noted.Contains(thread) || Sleeps(thread);

    /// <summary>Chooses the first who is to move here: who ran goes on, if it has not given way.</summary>
    /// <returns>False: all sleep.</returns>
    public bool Start(Execution execution, ControlledThread? last)
    {
        var awake = execution.Movable.FindAll(thread => !Sleeps(thread.Index));
        if (awake.Count == 0) return false;
        var goesOn = last is { HasYielded: false } && awake.Contains(last);
        Chosen = (goesOn ? last! : awake.Find(thread => !thread.HasYielded) ?? awake[0]).Index;
        _noted.Add(Chosen);
        if (execution.IsLastResort) NoteAll(); // no race turns these round: see Reversals, I5
        return true;
    }

    /// <summary>Goes on to the next who was noted. Who was tried before sleeps from here on.</summary>
    /// <returns>False: none is left.</returns>
    public bool TryNext()
    {
        _asleep.Add((Chosen, Done.Operation));
        var next = _noted.FindIndex(thread => !Sleeps(thread));
        if (next >= 0) Chosen = _noted[next];
        return next >= 0;
    }

    public void Note(int thread) => _noted.Add(thread);

    public void NoteAll() => _noted.AddRange(_movable.Where(thread => !_noted.Contains(thread)));

    private bool Sleeps(int thread) => _asleep.Exists(sleeper => sleeper.Thread == thread);
}
