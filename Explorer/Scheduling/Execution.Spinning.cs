// Loops. At the end of each round its thread says so, and usually nothing comes of it. But rounds that only look (see LoopWatch)
// could go on for as long as nobody else moves, and to explore each of them would have no end:
//
//      a round in vain, of a loop that is      not known        its thread is left alone, until that is known: SpinningLoops
//                                              known to end     nothing: its rounds are steps as any others
//                                              known to spin    its thread waits until something that it looked at was changed
//
//   L1  While a thread is left alone (_alone), nobody else moves and nothing fails; the execution ends with what was learnt, and
//       it is as if it had not been (ShowedALoop).
//   L2  A thread that waits at the end of such a round misses nothing: what it read then is all that the next round depends on,
//       and each write of it counts as a new version, even one of the same value.

using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Scheduling;

internal sealed partial class Execution
{
    /// <summary>A thread that goes round so often without a step is taken to do so for ever.</summary>
    public const int TooManyRounds = 2_000_000;

    // Who is left alone to show whether the loop that it is in ends by itself.
    private ControlledThread? _alone;
    private int _aloneIn, _aloneSince, _roundsBefore; // the loop's site; its thread's steps, and its rounds in vain, until then

    /// <summary>Whether it only served to learn of a loop whether it spins; see <see cref="SpinningLoops"/>.</summary>
    public bool ShowedALoop { get; private set; }

    /// <summary>The caller comes to the end of a round of a loop.</summary>
    public void Loop(int site)
    {
        const int GiveWay = 100_000, TooManyToUnwind = 10_000;
        var self = Self;
        self.Site = site;
        UnwindIfAbandoned();
        if (IsAborting)
        {
            if (++self.Rounds > TooManyToUnwind) throw Unwinding(self);
            return;
        }
        if (self.Loops.Round(site, self) is var inVain and > 0)
        {
            Spin(self, site, inVain);
            return;
        }
        if (self.Loops.RoundsOf(site) == SpinningLoops.ManyRounds) loops.NoteLong(site, self.Name);
        self.Rounds++;
        // Reading what is no scheduling point yet is no step: others must go on for a race to be seen.
        if (self.Rounds % GiveWay == 0)
        {
            var rounds = self.Rounds;
            Perform(new Operation(OperationKind.Yield, self, IsWrite: false));
            self.Rounds = rounds; // and not from 0 again
            self.Loops.Forget(site, self.Steps);
        }
        if (self.Rounds < TooManyRounds) return;
        Fail(FailureKind.Livelock, $"{self.Name} goes round a loop for ever");
        throw Unwinding(self);
    }

    // A round of the loop at that site was in vain.
    private void Spin(ControlledThread self, int site, int inVain)
    {
        var spins = loops.Spins(site);
        if (spins is null && _alone is null)
            (_alone, _aloneIn, _aloneSince, _roundsBefore) = (self, site, self.Steps, inVain);
        if (spins is null && inVain - _roundsBefore > SpinningLoops.Rounds)
        {
            Learn(site, spins: true);
            throw Unwinding(self);
        }
        if (spins is not true) return;
        if (self.Loops.Reads() is not { } reads)
        {
            Perform(new Operation(OperationKind.Yield, self, IsWrite: false, site));
            return;
        }
        if (!self.Loops.GaveWay) loops.Note(new BusyLoop(site, self.Name, reads.Name));
        Perform(new Operation(OperationKind.Spin, Number(reads), IsWrite: false, site)); // L2
    }

    // L1
    private ControlledThread? PickAlone(ControlledThread? last)
    {
        var mover = Movable.Contains(_alone!) ? _alone! : _alone!.Buffer?.Drain;
        if (mover is not null && Movable.Contains(mover) && _alone!.Loops.LastChange < _aloneSince) return Record(last, mover);
        Learn(_aloneIn, spins: false); // it does not go round in vain any more
        return null;
    }

    private void Learn(int site, bool spins)
    {
        loops.Learn(site, spins);
        ShowedALoop = true;
        GiveUp();
    }
}
