// One mistake at a time: lets its parties write until the page is wrong, somebody fails, all wait or all are done.

using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>Runs the wrong ways to take turns, and shows the page that each of them wrote.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="patienceMs">How long a run that is stuck is watched before it is given up, in milliseconds.</param>
public sealed class Mistakes(Stage stage, int patienceMs)
{
    private enum Outcome { Done, Wrong, Failed, Stuck }

    /// <summary>Runs the mistake that belongs to <paramref name="primitive"/>.</summary>
    public void Show(Primitive primitive, int threads)
    {
        var two = Party.NumbersAndLetters;
        switch (primitive)
        {
            case Primitive.Lock:
                Show("two locks, each released by the other thread", two, _ => new TwoLocks(two.Count));
                break;
            case Primitive.Semaphore:
                Show("one semaphore for both", two, _ => new OneSemaphore());
                break;
            case Primitive.Event:
                Show("events, cleared before the wait", two, stuck => new ClearBeforeWait(two.Count, stuck));
                break;
            default:
                var three = Party.RoundRobin(Math.Max(3, threads), rounds: 2); // two parties cannot show it
                Show("a condition, with if in place of while", three, _ => new IfForWhile(three.Count));
                break;
        }
    }

    private void Show(string title, IReadOnlyList<Party> parties, Func<Action, ITurns> mistake)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel); // ends those who would wait for ever
        var over = new OneShotLatch();
        var outcome = (int)Outcome.Done; // the first one to see an end says which
        void End(Outcome how)
        {
            Interlocked.CompareExchange(ref outcome, (int)how, (int)Outcome.Done);
            over.Open();
        }

        var page = new Page(parties, onWrong: () => End(Outcome.Wrong));
        var turns = mistake(() => End(Outcome.Stuck));
        var writing = new CountDownLatch(parties.Count);
        var endings = new string[parties.Count]; // each entry written by its party, read after the join

        var group = new ThreadGroup();
        foreach (var (number, party) in parties.Index())
        {
            group.Start(party.Name, () =>
            {
                endings[number] = "wrote all it had";
                try { Demo.Write(party, number, turns, page, end.Token); }
                catch (OperationCanceledException) { endings[number] = "waited for a turn that did not come"; }
                catch (Exception e) // a refusal; whatever it is, it is shown
                {
                    endings[number] = $"{e.GetType().Name}: {e.Message}";
                    End(Outcome.Failed);
                }
                writing.CountDown();
                if (writing.IsOpen) over.Open();
            });
        }
        try
        {
            over.Wait(stage.Cancel);
            if (outcome is (int)Outcome.Stuck or (int)Outcome.Failed) stage.Sleep(patienceMs); // will anybody write on?
        }
        finally
        {
            end.Cancel();
            group.Join();
        }

        stage.WriteLine(title);
        foreach (var line in page.Proof) stage.WriteLine(line);
        if (outcome is (int)Outcome.Stuck or (int)Outcome.Failed)
            foreach (var (party, ending) in parties.Zip(endings)) stage.WriteLine($"  {party.Name,-11}  {ending}");
    }
}
