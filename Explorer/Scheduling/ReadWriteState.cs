// A lock for one writer or many readers, and one among the readers that may become the writer (the upgrader):
//
//      readers      who reads, and how often each
//      upgrader     may read beside them, and write once they are gone
//      writer       alone
//
//   I1  While a thread writes, no other has the lock in any way, and there is at most one upgrader.
//   I2  Who waits to write keeps new readers out, as the platform does: so a writer that finds the lock held by readers comes
//       in two steps, one in which it says so, one in which it goes in. A writer that finds another writer there keeps nobody
//       out whom that one does not, and waits until it is gone.
//   I3  Readers coming and going do not change what other readers may do: their steps are reads, so that their order does not
//       matter.

using System.Diagnostics;
using Workbook.Explorer.Races;

namespace Workbook.Explorer.Scheduling;

/// <summary>Who holds a reader-writer lock, and how.</summary>
internal sealed class ReadWriteState(string name) : Primitive(name, typeof(ReaderWriterLockSlim))
{
    private readonly Dictionary<int, Hold> _holds = []; // by the number of the thread; looked up only
    private VectorClock _read, _upgraded; // before the ends of reading, of having been the upgrader; Released: of writing
    private ControlledThread? _writer, _upgrader;
    private int _waitingWriters;

    /// <summary>How many threads read.</summary>
    public int Readers { get; private set; }

    public override object? State => Readers;

    public override bool? IsOpen => _writer is not null ? IsDisposed
        : _upgrader is null && Readers == 0 && _waitingWriters == 0 ? true
        : null; // depends on the mode

    public override ControlledThread? Holder => _writer ?? _upgrader;

    public override IEnumerable<ControlledThread> HoldersIn(Execution execution) =>
        execution.Threads.Where(thread =>
            _writer == thread || _upgrader == thread || (_holds.TryGetValue(thread.Index, out var hold) && hold.Reads > 0));

    public Hold HoldOf(ControlledThread thread)
    {
        if (!_holds.TryGetValue(thread.Index, out var hold)) _holds.Add(thread.Index, hold = new Hold());
        return hold;
    }

    public bool EnterRead(Limit limit)
    {
        var hold = HoldOf(Self);
        if (hold.Reads == 0 && _writer != Self && _upgrader != Self)
        {
            hold.Wants = Mode.Read;
            if (!Block(OperationKind.Acquire, isWrite: false, limit)) return false;
        }
        else if (hold.Reads == 0) Step(OperationKind.TryAcquire, isWrite: false); // it has the lock already
        Self.Clock.Join(Released);
        if (hold.Reads++ == 0) Readers++;
        AssertInvariants();
        return true;
    }

    public bool EnterUpgradeable(Limit limit)
    {
        var hold = HoldOf(Self);
        if (hold.Upgrades == 0 && _writer != Self)
        {
            hold.Wants = Mode.Upgrade;
            if (!Block(OperationKind.Acquire, isWrite: true, limit)) return InVain();
        }
        else if (hold.Upgrades == 0) Step(OperationKind.TryAcquire);
        _upgrader = Self;
        Self.Clock.Join(Released);
        Self.Clock.Join(_upgraded);
        hold.Upgrades++;
        AssertInvariants();
        return true;
    }

    public bool EnterWrite(Limit limit)
    {
        var self = Self;
        var hold = HoldOf(self);
        if (_writer != self && !ComeToWrite(self, hold, limit)) return false;
        _writer = self;
        self.Clock.Join(Released);
        self.Clock.Join(_read);
        self.Clock.Join(_upgraded);
        hold.Writes++;
        AssertInvariants();
        return true;
    }

    public void ExitRead()
    {
        var hold = HoldOf(Self);
        if (hold.Reads == 1)
        {
            var self = Step(OperationKind.Release, isWrite: false); // I3
            Readers--;
            Publish(self, ref _read);
        }
        hold.Reads--;
    }

    public void ExitUpgradeable()
    {
        var hold = HoldOf(Self);
        if (hold.Upgrades == 1)
        {
            var self = Step(OperationKind.Release);
            _upgrader = null;
            Publish(self, ref _upgraded);
        }
        hold.Upgrades--;
    }

    public void ExitWrite()
    {
        var hold = HoldOf(Self);
        if (hold.Writes == 1)
        {
            var self = Step(OperationKind.Release);
            _writer = null;
            Publish(self);
        }
        hold.Writes--;
    }

    /// <summary>How many threads read now, as a step.</summary>
    public int CountReaders()
    {
        Step(OperationKind.Read); // a write, to its order: readers must not commute with it (I3)
        return Readers;
    }

    /// <summary>How many threads stand before it in vain.</summary>
    public int CountWaiting(Mode mode)
    {
        if (Execution.Current is not { } execution) return 0;
        Everything.Step(OperationKind.Watch, Name);
        var waiting = execution.Threads.FindAll(thread => thread.Carrier is not null && thread.Pending.Resource == this
            && thread.Pending.Kind is OperationKind.Acquire or OperationKind.Wait && _holds[thread.Index].Wants == mode
                && !CanTake(thread));
        if (mode == Mode.Write)
        {
            foreach (var thread in waiting) SetWaiting(_holds[thread.Index], true); // it was seen to wait: so it does
        }
        return waiting.Count;
    }

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind == OperationKind.Acquire && _holds[thread.Index].Wants == Mode.Write
            ? IsDisposed || (_holds[thread.Index].IsWaiting ? CanTake(thread) : _writer is null) // I2: if only to say so
            : base.IsReady(thread, operation);

    protected override bool CanGo(ControlledThread thread) => CanTake(thread);

    private bool CanTake(ControlledThread thread) => HoldOf(thread).Wants switch
    {
        Mode.Read => _writer is null && _waitingWriters == 0,
        Mode.Upgrade => _writer is null && _waitingWriters == 0 && _upgrader is null,
        _ => _writer is null && (_upgrader is null || _upgrader == thread) && Readers == (HoldOf(thread).Reads > 0 ? 1 : 0),
    };

    private bool ComeToWrite(ControlledThread self, Hold hold, Limit limit)
    {
        hold.Wants = Mode.Write;
        try
        {
            if (Block(OperationKind.Acquire, isWrite: true, limit)) return true;
            if (!limit.MayWait || self.TimedOut || Execution.Current is null) return hold.IsWaiting ? false : InVain();
            SetWaiting(hold, true); // I2
            return Block(OperationKind.Wait, isWrite: true, limit);
        }
        finally { SetWaiting(hold, false); }
    }

    private void SetWaiting(Hold hold, bool isWaiting)
    {
        if (hold.IsWaiting != isWaiting) _waitingWriters += isWaiting ? 1 : -1;
        hold.IsWaiting = isWaiting;
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        Debug.Assert(_writer is null || Readers <= (HoldOf(_writer).Reads > 0 ? 1 : 0), "I1");
        Debug.Assert(_writer is null || _upgrader is null || _upgrader == _writer, "I1");
    }

    /// <summary>How a thread may have it.</summary>
    public enum Mode { Read, Upgrade, Write }

    /// <summary>How often one thread has it, in each way.</summary>
    public sealed class Hold
    {
        public int Reads, Upgrades, Writes;
        public Mode Wants;
        public bool IsWaiting; // to write, and keeps new readers out

        public bool IsAny => Reads + Upgrades + Writes > 0;
    }
}
