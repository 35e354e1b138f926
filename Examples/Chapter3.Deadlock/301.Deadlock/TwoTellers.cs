// A transfer locks the account that pays, then the account that is paid. Ann pays Bob, and Bob pays Ann:
//
//      teller 1               teller 2
//      [first]  holds ann
//                             [first]  holds bob
//      [second] waits for bob
//                             [second] waits for ann      <- nobody will ever go on
//
// Left alone, two tellers meet like that seldom. Here each waits for the other before its second lock [meet], so they always
// do. The locks are real ones, and so are the threads: without the detector this would stay on the screen until Ctrl+C.

using System.Diagnostics;
using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Transfers;

/// <summary>A deadlock of two threads, watched, and then ended.</summary>
public sealed class TwoTellers
{
    private const long Opening = 100; // in each account

    private readonly Stage _stage;
    private readonly int _watchMs;
    private readonly StepLog _log = new(["teller 1", "teller 2"]);
    private readonly OneShotLatch _firstHoldsAnn = new(), _secondHoldsBob = new();
    private readonly OneShotLatch[] _isDone = [new(), new()];
    private readonly DeadlockDetector _detector;
    private readonly Account _ann, _bob;

    // Written by the thread that closes the cycle, or the one that gives way; read when both have ended.
    private IReadOnlyList<WaitingThread> _before = [], _after = [];
    private DeadlockReport? _report;
    private long _closedAt;
    private TimeSpan _lasted;

    /// <param name="stage">Where it is shown.</param>
    /// <param name="victim">Which teller gives way, 1 or 2.</param>
    /// <param name="watchMs">How long we look at the deadlock before it is ended.</param>
    public TwoTellers(Stage stage, int victim, int watchMs)
    {
        (_stage, _watchMs) = (stage, watchMs);
        var victimFirst = Comparer<WaitingThread>.Create(
            (a, b) => (b.Name == $"teller {victim}").CompareTo(a.Name == $"teller {victim}"));
        _detector = new DeadlockDetector(victimFirst, Watch);
        (_ann, _bob) = (new Account("ann", _detector), new Account("bob", _detector));
    }

    /// <summary>Plays it, and shows what happened, the four conditions and the graph.</summary>
    public void Play()
    {
        var group = new ThreadGroup();
        group.Start("teller 1", () => Serve(1, _ann, _bob, 30, meet: () =>
        {
            _firstHoldsAnn.Open();
            _secondHoldsBob.Wait(_stage.Cancel);
        }));
        group.Start("teller 2", () =>
        {
            _firstHoldsAnn.Wait(_stage.Cancel);
            Serve(2, _bob, _ann, 20, meet: () =>
            {
                _secondHoldsBob.Open();
                UntilTheOtherWaits();
            });
        });
        group.Join();
        Show();
    }

    private void Serve(int teller, Account from, Account to, long amount, Action meet)
    {
        try { Transfer(from, to, amount, meet); }
        catch (DeadlockException)
        {
            _isDone[2 - teller].Wait(_stage.Cancel); // let the other go first: see the statement
            _log.Add("starts again");
            Transfer(from, to, amount, meet: () => { });
        }
        finally { _isDone[teller - 1].Open(); }
    }

    private void Transfer(Account from, Account to, long amount, Action meet)
    {
        using (from.Lock.Hold(_stage.Cancel))                       // [first]
        {
            _log.Add($"holds {from.Lock.Name}");
            meet();                                                 // [meet]
            _log.Add($"asks for {to.Lock.Name}");
            try { to.Lock.Acquire(_stage.Cancel); }                 // [second]
            catch (DeadlockException)                               // [gives way]
            {
                _lasted = Stopwatch.GetElapsedTime(_closedAt);
                _log.Add($"gives way, releases {from.Lock.Name}");
                throw;
            }
            from.Balance -= amount;
            to.Balance += amount;
            _log.Add($"holds {to.Lock.Name}, transfers {amount}");
            to.Lock.Release();
        }
    }

    private void UntilTheOtherWaits()
    {
        while (_detector.Graph.Snapshot().Count == 0)
        {
            _stage.Cancel.ThrowIfCancellationRequested();
            Thread.Yield();
        }
    }

    // Called when the cycle is closed and the victim not yet woken: all stand still.
    private void Watch(DeadlockReport report)
    {
        _closedAt = Stopwatch.GetTimestamp();
        _before = _detector.Graph.Snapshot();                       // [look]
        _stage.Sleep(_watchMs);
        _after = _detector.Graph.Snapshot();                        // [look again]
        _report = report;
    }

    private void Show()
    {
        _log.Show(_stage, "two transfers, each locks who pays, then who is paid");
        _stage.WriteLine();
        _stage.Table("what the locks recorded", ["thread", "holds", "since", "waits for", "at"],
            from thread in _before
            from held in thread.Holds
            select (string[])[thread.Name, held.Lock.Name, $"{held.At}", thread.WaitsFor.Name, $"{thread.At}"]);
        _stage.WriteLine();
        _stage.WriteLine("the wait-for graph");
        foreach (var thread in _before)
            _stage.WriteLine($"  {thread.Name} -- waits for --> {thread.WaitsFor.Name} -- held by --> {thread.Holder}");
        _stage.WriteLine();
        _stage.Table("the four conditions", ["condition", "holds", "seen"],
            new Conditions(_before, _after, _watchMs).All.Select(condition => (string[])
                [condition.Name, condition.Holds ? "yes" : "no", condition.Seen]));
        _stage.WriteLine();
        if (_report is null) _stage.WriteLine("no deadlock was found");
        else
            _stage.WriteLine($"{_report.Victim?.Name} gave way; the deadlock lasted {_lasted.TotalMilliseconds:F1} ms, "
                + $"{_watchMs} of them because we watched");
        _stage.WriteLine($"ann {_ann.Balance}, bob {_bob.Balance}, together {_ann.Balance + _bob.Balance} of {2 * Opening}");
    }

    private sealed class Account(string name, DeadlockDetector detector)
    {
        public readonly TrackedLock Lock = new(name) { Detector = detector }; // guards:
        public long Balance = Opening;
    }
}
