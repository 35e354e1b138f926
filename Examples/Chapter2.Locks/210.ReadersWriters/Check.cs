// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving. What is read
// and written inside is plain memory: a gate that does not keep a writer alone, or does not order the two, is found by the race.
//
// Who came first counts here, and one has come when it is inside or asleep at the door, which no thread can see of another. But
// while this is explored, time is virtual, and a second passes only when nobody else can move: see AllOthersRest.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.ReadersWriters;

[NeverPolls("who has to wait sleeps, and is woken", Points = 1,
    Explains = "A visitor waits by sleeping for a while or by looking again and again; whoever goes should wake it.")]
[Without("is built without a readers-writer lock",
    "System.Threading.ReaderWriterLockSlim", "System.Threading.ReaderWriterLock",
    "Workbook.Concurrency.Locks.FairReadersWriterLock", "Workbook.Concurrency.Locks.ReaderPreferenceLock",
    "Workbook.Concurrency.Locks.BiasedReadersWriterLock", "Workbook.Concurrency.Locks.IReadersWriterLock",
    "Workbook.Concurrency.Async.*",
    Points = 1, Explains = "The readers-writer lock is what is to be built, from a lock and something to wait for.")]
public static class Check
{
    [Check("a reader and a writer take turns", Points = 1,
        Explains = "A reader and a writer were inside together, or one of them slept on when the other one had gone.")]
    public static void Reader_and_writer()
    {
        var gate = new ReadersWriterGate();
        int x = 0, y = 0;
        void Reads()
        {
            gate.EnterRead();
            Must.Hold(x == y, $"a reader saw half of what a writer writes: x is {x}, y is {y}");
            gate.LeaveRead();
        }
        void Writes()
        {
            gate.EnterWrite();
            x = 1;
            y = 1;
            gate.LeaveWrite();
        }
        Together.Run(("reader", Reads), ("writer", Writes));
    }

    [Check("of several writers one is inside, and all get in", Points = 1,
        Explains = "Two writers were inside together, or one of them slept on when it could have come in.")]
    public static void Writers()
    {
        var gate = new ReadersWriterGate();
        var written = 0;
        void Writes()
        {
            gate.EnterWrite();
            written++;
            gate.LeaveWrite();
        }
        gate.EnterWrite();
        var w1 = Start("w1", Writes);
        AllOthersRest();
        var w2 = Start("w2", Writes);
        AllOthersRest();
        written++;
        gate.LeaveWrite();
        w1.Join();
        w2.Join();
        Must.Equal(3, written, "what three writers have counted");
    }

    // Not too much: each of the two goes only when it has seen the other one inside.
    [Check("two readers read at the same time", Points = 1,
        Explains = "A reader had to wait although only a reader was inside, and no writer waited.")]
    public static void Two_readers()
    {
        var gate = new ReadersWriterGate();
        using var firstIsIn = new ManualResetEventSlim();
        using var secondIsIn = new ManualResetEventSlim();
        Together.Run(
            ("r1", () => ReadWith(gate, firstIsIn, secondIsIn)),
            ("r2", () => ReadWith(gate, secondIsIn, firstIsIn)));
    }

    [Check("readers behind a writer come in together", Points = 1,
        Explains = "Two readers waited for a writer; when it had gone, one came in, and the other had to wait for that one.")]
    public static void Readers_behind_a_writer()
    {
        var gate = new ReadersWriterGate();
        using var firstIsIn = new ManualResetEventSlim();
        using var secondIsIn = new ManualResetEventSlim();
        gate.EnterWrite();
        var r1 = Start("r1", () => ReadWith(gate, firstIsIn, secondIsIn));
        AllOthersRest();
        var r2 = Start("r2", () => ReadWith(gate, secondIsIn, firstIsIn));
        AllOthersRest();
        gate.LeaveWrite();
        r1.Join();
        r2.Join();
    }

    [Check("a reader that comes after a waiting writer waits", Points = 1,
        Explains = "A writer waited, a reader came and went past it: as long as readers overlap, no writer ever gets in.")]
    public static void Reader_after_a_waiting_writer()
    {
        var gate = new ReadersWriterGate();
        List<string> came = [];
        gate.EnterRead();
        var writer = Start("writer", () => Write(gate, () => came.Add("writer")));
        AllOthersRest();
        var late = Start("late reader", () => Read(gate, () => came.Add("late reader")));
        AllOthersRest();
        gate.LeaveRead();
        writer.Join();
        late.Join();
        Must.EqualSequence(["writer", "late reader"], came, "those who came in, in this order");
    }

    [Check("a waiting reader is not passed by writer after writer", Points = 1,
        Explains = "A reader waited, and each writer that came later went past it: no reader gets in while writers come.")]
    public static void Reader_among_writers()
    {
        var gate = new ReadersWriterGate();
        List<string> came = [];
        gate.EnterWrite();
        var reader = Start("reader", () => Read(gate, () => came.Add("reader")));
        AllOthersRest();
        Action leaves = gate.LeaveWrite; // how the one that is inside is made to go
        List<Thread> writers = [];
        foreach (var name in (string[])["w1", "w2"])
        {
            var mayGo = new SemaphoreSlim(0);
            writers.Add(Start(name, () => Write(gate, () =>
            {
                came.Add(name);
                mayGo.Wait();
            })));
            AllOthersRest(); // the writer waits at the door ...
            leaves();        // ... and then the one before it goes
            AllOthersRest();
            leaves = () => mayGo.Release();
        }
        leaves();
        reader.Join();
        foreach (var writer in writers) writer.Join();
        var order = string.Join(", ", came);
        Must.Hold(came[^1] != "reader", $"the reader was the first at the door, and they came in as {order}");
    }

    [Check("who enters or leaves wrongly is refused, and nothing changes", Points = 1,
        Explains = "Who is not inside leaves: SynchronizationLockException; the writer enters again: LockRecursionException.")]
    public static void Misuse()
    {
        var gate = new ReadersWriterGate();
        Must.Throw<SynchronizationLockException>(gate.LeaveRead, "LeaveRead with nobody inside");
        Must.Throw<SynchronizationLockException>(gate.LeaveWrite, "LeaveWrite with nobody inside");
        gate.EnterRead();
        Must.Throw<SynchronizationLockException>(gate.LeaveWrite, "LeaveWrite by a reader");
        gate.LeaveRead();
        gate.EnterWrite();
        Must.Throw<LockRecursionException>(gate.EnterRead, "EnterRead by the writer");
        Must.Throw<LockRecursionException>(gate.EnterWrite, "EnterWrite by the writer");
        Must.Throw<SynchronizationLockException>(gate.LeaveRead, "LeaveRead with a writer inside");
        var written = 0;
        void Disturbs()
        {
            Must.Throw<SynchronizationLockException>(gate.LeaveWrite, "LeaveWrite by a thread that is not the writer");
            Read(gate, () => Must.Equal(1, written, "what a reader sees after the writer"));
        }
        var other = Start("other", Disturbs);
        AllOthersRest();
        written = 1;
        gate.LeaveWrite();
        other.Join();
        Write(gate, () => written++);
    }

    private static Thread Start(string name, Action body)
    {
        var thread = new Thread(body.Invoke) { Name = name };
        thread.Start();
        return thread;
    }

    // A time-out of a second is up only when nobody else can move: all others are through, or asleep.
    private static void AllOthersRest()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromSeconds(1));
    }

    private static void Read(ReadersWriterGate gate, Action inside)
    {
        gate.EnterRead();
        inside();
        gate.LeaveRead();
    }

    private static void Write(ReadersWriterGate gate, Action inside)
    {
        gate.EnterWrite();
        inside();
        gate.LeaveWrite();
    }

    private static void ReadWith(ReadersWriterGate gate, ManualResetEventSlim isIn, ManualResetEventSlim otherIsIn) =>
        Read(gate, () =>
        {
            isIn.Set();
            otherIsIn.Wait();
        });
}
