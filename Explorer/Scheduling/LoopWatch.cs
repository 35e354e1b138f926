// A round of a loop is in vain when the thread changed nothing in it that others see: it read, tried locks that were taken,
// exchanged nothing. What it read in that round is all that can make the next one go another way:
//
//      while (Interlocked.CompareExchange(ref taken, 1, 0) != 0) ;
//      step          7: taken was 1, nothing exchanged
//      back edge     a round in vain: it read `taken`, which had been changed 3 times by then

namespace Workbook.Explorer.Scheduling;

/// <summary>What one thread does in the loops that it goes round.</summary>
internal sealed class LoopWatch
{
    private readonly List<(int Step, Resource Resource, int Version)> _reads = []; // since the last change, or a little longer

    // By site: the thread's step when it last came round, how often in vain by then, whether it had been interrupted.
    private readonly Dictionary<int, (int Step, int InVain, bool WasInterrupted)> _loops = [];
    private readonly Dictionary<int, int> _rounds = []; // by site: those in which it did a step
    private int _lastChange, _changeBefore;
    private int _gaveWay; // the last step that waited, or let others go first
    private (int Site, int Step) _last; // round
    private int _start; // of the last round in vain: its steps come after that one
    private bool _wasInterrupted; // at that start

    /// <summary>The thread's step, counted from 1, in which it last changed something; 0: none.</summary>
    public int LastChange => _lastChange;

    /// <summary>The thread did a step.</summary>
    public void Stepped(int step, in Operation operation)
    {
        if (GivesWay(operation.Kind)) _gaveWay = step;
        if (operation.IsWrite) (_changeBefore, _lastChange) = (_lastChange, step);
        else if (operation.Kind is not (OperationKind.Begin or OperationKind.Yield or OperationKind.Sleep))
            Read(step, operation.Resource);
    }

    /// <summary>Its last step was a write that left everything as it was.</summary>
    public void ChangedNothing(int step, Resource resource)
    {
        _lastChange = _changeBefore;
        Read(step, resource);
    }

    /// <summary>The thread comes to the end of a round.</summary>
    /// <param name="site">Of which loop.</param>
    /// <param name="thread">Itself.</param>
    /// <returns>How many rounds were in vain, this one and those right before it; 0: it was not.</returns>
    public int Round(int site, ControlledThread thread)
    {
        var step = thread.Steps;
        if (_last == (site, step)) return 0; // no step since: the cheap answer for most loops
        _last = (site, step);
        _rounds[site] = RoundsOf(site) + 1;
        var (before, inVain, wasInterrupted) = _loops.GetValueOrDefault(site, (-1, 0, false));
        inVain = before >= _lastChange && before >= 0 && step > before ? inVain + 1 : 0;
        _loops[site] = (step, inVain, thread.IsInterrupted);
        (_start, _wasInterrupted) = (before, wasInterrupted);
        return inVain;
    }

    /// <summary>How many rounds of the loop there were in which the thread did a step.</summary>
    public int RoundsOf(int site) => _rounds.GetValueOrDefault(site);

    /// <summary>Its last step was none of the program's: the round is no round.</summary>
    public void Forget(int site, int step)
    {
        _last = (site, step);
        _loops.Remove(site);
    }

    /// <summary>Whether it let others go first in the round that was in vain just now, or waited for a time.</summary>
    public bool GaveWay => _gaveWay > _start;

    /// <summary>What it read in the round that was in vain just now; null: nothing whose change could be waited for.</summary>
    public Spinning? Reads()
    {
        var parts = new List<(Resource, int)>();
        foreach (var read in _reads)
        {
            if (read.Step > _start && !parts.Exists(part => part.Item1 == read.Resource))
                parts.Add((read.Resource, read.Version));
        }
        return parts.Count == 0 ? null : new Spinning(parts, _wasInterrupted);
    }

    private void Read(int step, Resource resource)
    {
        if (_reads.Count > 0 && _reads[0].Step <= _lastChange) _reads.Clear();
        if (resource.Parts is not { } parts) _reads.Add((step, resource, resource.Version));
        else foreach (var part in parts) Read(step, part);
    }

    private static bool GivesWay(OperationKind kind) => kind is OperationKind.Yield or OperationKind.Sleep
        or OperationKind.Join or OperationKind.Wait or OperationKind.Acquire;
}
