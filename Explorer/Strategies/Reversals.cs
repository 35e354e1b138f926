// What must be tried after an execution has been run. A race is a pair of dependent steps i, j of two threads with nothing
// between them that orders them. The other order may be another behaviour, so j's side must also go first, at i or before.
//
//   I1  Who goes first instead of i? The steps that follow i and do not come after it could all be done without it, and then j:
//
//                 i   a   b   c   j            b comes after i; a, c do not
//                     a       c   j   i  ...   so this is an execution too
//
//       Any thread that can begin it will do (an initial: its first step there has none of the others before it). If one is noted
//       or sleeps at that choice, the other order has been seen or will be. That is what makes the noted threads a source set.
//   I2  A pair that is ordered by another race, which is turned round, is none: i and j race only if nothing else orders them.
//   I3  Not every race can be turned round: who waits for a lock cannot go before its release. Such a pair is passed over, and we
//       look further back, to where the lock was taken.
//   I4  Where we cannot tell whether it can be, a thread is noted and we look further back as well: that may be more work than is
//       needed, and loses nothing.
//   I5  A long time-out that fires when nobody else can move comes after all that was done and before all that follows: no race
//       with it can be turned round. If several are due, each is tried first (Choice.Start).
//   I6  What reaches memory was written before, and what came before its being written comes before that too. A fence comes after
//       all that was in its thread's buffer.

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Finds the races of an execution that is over, and notes for each who is to be tried so that it is turned
/// round.</summary>
/// <param name="path">The choices, of each step one.</param>
/// <param name="steps">What was done.</param>
/// <param name="order">The partial order of the steps.</param>
internal readonly struct Reversals(List<Choice> path, List<Step> steps, HappensBefore order)
{
    /// <summary>Of all races whose later step is not before <paramref name="from"/>.</summary>
    public void Note(int from)
    {
        var before = new Dictionary<int, int>(); // by thread: its last step
        for (var j = 0; j < steps.Count; j++)
        {
            if (j >= from) NoteRacesWith(j, before.GetValueOrDefault(steps[j].Thread, -1));
            before[steps[j].Thread] = j;
        }
    }

    // The step of j's thread before it is given; -1: there is none.
    private void NoteRacesWith(int j, int before)
    {
        var later = steps[j];
        var ordered = new VectorClock(); // what comes before j by way of its thread, or of a race that is turned round
        if (before >= 0) ordered.Join(order[before]);
        for (var i = j - 1; i >= 0; i--)
        {
            var earlier = steps[i];
            if (earlier.Thread == later.Thread || !earlier.Operation.DependsOn(later.Operation)) continue;
            if (earlier.IsLastResort || order.IsIn(i, ordered)) continue; // I5, I2
            if (later.Operation.Kind == OperationKind.Flush && earlier.Operation.Kind == OperationKind.Buffer)
            {
                ordered.Join(order[i]); // I6
                continue;
            }
            var canTurn = CanTurnRound(earlier, later, i, before);
            if (canTurn is false) continue; // I3
            NoteFirst(i, j);
            if (canTurn is true) ordered.Join(order[i]); // I4
        }
    }

    // Whether the later step could be done just before the earlier one, after those that do not come after that; null: who knows.
    // On one resource, those others have changed nothing: what changes it comes after the earlier step.
    private bool? CanTurnRound(in Step earlier, in Step later, int i, int before)
    {
        var operation = later.Operation;
        if (operation.Kind == OperationKind.Fence && earlier.Operation.Kind == OperationKind.Flush) return false; // I6
        if ((operation.CanTimeOut && !later.IsGuard) || !MayWait(operation.Kind)) return true;
        if (before < i && path[i].CanMove(later.Thread)) return true; // its thread stood before this very step already
        if (operation.Resource.Parts is not null) return null;
        return before < i ? false : earlier.WasOpen;
    }

    private static bool MayWait(OperationKind kind) =>
        kind is OperationKind.Begin or OperationKind.Join or OperationKind.Acquire or OperationKind.Wait or OperationKind.Spin;

    // I1
    private void NoteFirst(int i, int j)
    {
        var choice = path[i];
        var initials = Initials(i, j);
        if (initials.Exists(thread => choice.IsNotedOrSleeps(thread))) return;
        var possible = initials.FindAll(choice.CanMove);
        if (possible.Count == 0) choice.NoteAll(); // I4
        else choice.Note(possible.Contains(steps[j].Thread) ? steps[j].Thread : possible[0]);
    }

    // Those who can begin what could be done without i, in the order of their first steps there.
    private List<int> Initials(int i, int j)
    {
        var firsts = new List<(int Thread, int Step)>(); // of each thread
        for (var k = i + 1; k <= j; k++)
        {
            var thread = steps[k].Thread;
            if ((k == j || !order.IsBefore(i, k)) && !firsts.Exists(first => first.Thread == thread)) firsts.Add((thread, k));
        }
        var happens = order;
        var initials = firsts.FindAll(first => !firsts.Exists(other => happens.IsBefore(other.Step, first.Step)));
        return initials.ConvertAll(static first => first.Thread);
    }
}
