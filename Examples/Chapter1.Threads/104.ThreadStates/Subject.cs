// One thread, and who says what of it:
//
//      New -- Start --> Ready <----> Running -- the body returns --> Ended
//                         ^             |
//                         +-- Waiting <-+
//
//                   platform          kernel          and so
//      New          Unstarted         (no thread)
//      Ready        Running           R               R, but its CPU clock has not moved since the look before
//      Running      Running           R               R, and the clock has moved
//      Waiting      WaitSleepJoin     S (or D)        the letter, since in a system call the platform says Running
//      Ended        Stopped           (no thread)
//
//   I1  Only the watcher looks, so what it counts needs no lock. What the thread hands over, it hands over before _isIn opens.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Threads.ThreadStates;

/// <summary>A thread that is watched from before its start until after its end.</summary>
/// <remarks>All members belong to the one thread that watches.</remarks>
[DebuggerDisplay("{Name,nq}: {Last}")] // takes no lock
public sealed class Subject
{
    private readonly OneShotLatch _isIn = new();
    private readonly Seen _goal;
    private readonly int[] _counts = new int[Enum.GetValues<Seen>().Length];
    private readonly List<Seen> _path = [];
    private KernelThread? _thread; // written by the thread before _isIn opens, read after
    private (long Time, KernelAccount Account)? _first, _last;

    /// <param name="name">What it is called in the table.</param>
    /// <param name="goal">Where its body will get it to.</param>
    /// <param name="askKernel">False: the platform only.</param>
    /// <param name="body">What the thread does.</param>
    public Subject(string name, Seen goal, bool askKernel, Action body)
    {
        _goal = goal;
        Worker = new WorkerThread(name, () =>
        {
            if (askKernel) _thread = KernelThread.OfThisThread(); // [self] only the thread itself can ask for its number
            _isIn.Open();
            body();
        });
    }

    public string Name => Worker.Name;

    public WorkerThread Worker { get; }

    public System.Threading.ThreadState Platform { get; private set; }

    /// <summary>The kernel's letter, or '-' for none.</summary>
    public char Letter { get; private set; } = '-';

    public Seen Last { get; private set; }

    /// <summary>Whether it was seen where its body takes it.</summary>
    public bool HasArrived => Count(_goal) > 0;

    /// <summary>In how many looks the platform called it running while the kernel knew that it waited.</summary>
    public int Disagreements { get; private set; }

    /// <summary>The states in the order in which they were seen, each change once.</summary>
    public IReadOnlyList<Seen> Path => _path;

    /// <summary>Share of the time on a core, 1 for all of it; null if the kernel was not asked.</summary>
    public double? OnCore => Share(account => account.OnCore);

    /// <summary>Share of the time ready without a core; null if nobody knows.</summary>
    public double? Queued => Share(account => account.Queued);

    public int Count(Seen state) => _counts[(int)state];

    /// <summary>Starts the thread and blocks until it runs.</summary>
    public void Start(CancellationToken cancel)
    {
        Worker.Start();
        _isIn.Wait(cancel);
    }

    /// <summary>Looks once: platform first, then kernel. Between the two, and since, it may have changed.</summary>
    public void Look()
    {
        Platform = Worker.State & ~System.Threading.ThreadState.Background; // [look]
        var isOn = Platform is not (System.Threading.ThreadState.Unstarted or System.Threading.ThreadState.Stopped);
        var account = isOn ? _thread?.Read() : null;
        Letter = account?.Letter ?? '-';
        Last = Judge(account);

        _counts[(int)Last]++;
        if (_path.Count == 0 || _path[^1] != Last) _path.Add(Last);
        if (Last == Seen.Waiting && Platform == System.Threading.ThreadState.Running) Disagreements++;
        if (account is null) return;
        _last = (Stopwatch.GetTimestamp(), account);
        _first ??= _last;
    }

    private Seen Judge(KernelAccount? account) => Platform switch
    {
        System.Threading.ThreadState.Unstarted => Seen.New,
        System.Threading.ThreadState.Stopped => Seen.Ended,
        _ when account is { Letter: 'R' } => account.OnCore > (_last?.Account.OnCore ?? 0) ? Seen.Running : Seen.Ready, // [judge]
        _ when account is not null => account.Letter is 'Z' or 'X' ? Seen.Ended : Seen.Waiting,
        _ when _thread is not null => Seen.Ended, // gone for the kernel, and the platform is about to notice
        System.Threading.ThreadState.WaitSleepJoin => Seen.Waiting,
        _ => Seen.Runnable,
    };

    private double? Share(Func<KernelAccount, double?> clock)
    {
        if (_first is not { } first || _last is not { } last || last.Time == first.Time) return null;
        return (clock(last.Account) - clock(first.Account)) / Stopwatch.GetElapsedTime(first.Time, last.Time).TotalNanoseconds;
    }
}
