// One CPU, and a device for each job (so that waits for I/O do not queue). A job's way, and who moves it:
//
//                         Next                    burst over
//      arrives --> ready -------> running ----------------------> I/O, or complete
//                  ^   ^  turn over  |                             |
//                  |   +-------------+  or preempted               |
//                  +-----------------------------------------------+  I/O over
//
// What happens at tick t, always in this order:
//   1  [tick]     The clock goes on: the job that had the CPU from t-1 to t is charged for it.
//   2  [wake]     Jobs that arrive at t and jobs whose I/O ends at t become ready, in the order in which they were given.
//   3  [stop]     The running job leaves the CPU if its burst is over, or its turn is over, or the policy preempts it.
//   4  [dispatch] If the CPU is free and a job is ready, the policy chooses.
//
// Since 2 comes before 3, a job that arrives at the tick in which another's turn ends stands before that one in a queue.
//
//   I1  A job that has arrived is in exactly one place: _ready, _asleep, _turn, or complete.
//   I2  After step 4 the CPU is idle only while no job is ready.

using System.Diagnostics;

namespace Workbook.Concurrency.Scheduling;

/// <summary>Runs jobs on one simulated CPU, under a policy. No thread, no clock: the same jobs give the same timeline.</summary>
/// <remarks>Silberschatz, Galvin, Gagne, Operating System Concepts, ch. 5 (the figures that a <see cref="Timeline"/> gives).
/// Arpaci-Dusseau, Operating Systems: Three Easy Pieces (OSTEP), ch. 7.</remarks>
[DebuggerDisplay("tick {_now}, ready {_ready.Count}, asleep {_asleep.Count}, turn {_turn}")]
public sealed class CpuSimulator
{
    /// <summary>No simulation is longer: the last arrival and all CPU and I/O ticks together must not be more.</summary>
    public const int MaxTicks = 1_000_000;

    // Position: in the list that was given. Phase: -1 before the arrival. Left: ticks of the CPU burst that it is in.
    private sealed class Progress { public required int Position; public int Phase = -1, Left; }

    private readonly ISchedulingPolicy _policy;
    private readonly IReadOnlyList<Job> _jobs;
    private readonly Dictionary<Job, Progress> _progress = [];
    private readonly HashSet<Job> _ready = [];
    private readonly PriorityQueue<Job, (int Tick, int Position)> _asleep = new(); // not arrived yet, or doing I/O
    private readonly List<Slice> _slices = [];
    private int _now;
    private Turn? _turn; // null: the CPU is free
    private int _since;  // when that turn began

    private CpuSimulator(IReadOnlyList<Job> jobs, ISchedulingPolicy policy)
    {
        _jobs = jobs;
        _policy = policy;
        for (var position = 0; position < jobs.Count; position++)
        {
            _progress.Add(jobs[position], new Progress { Position = position });
            _asleep.Enqueue(jobs[position], (jobs[position].Arrival, position));
        }
    }

    /// <summary>Runs the jobs to their end.</summary>
    /// <param name="jobs">At least one, each with its own name. Within a tick, the earlier in the list is ready first.</param>
    /// <param name="policy">Is told all events and decides who runs.</param>
    /// <exception cref="ArgumentException">No jobs, two of one name, or more than <see cref="MaxTicks"/>.</exception>
    /// <exception cref="InvalidOperationException">The policy chose a job that is not ready, or a limit below 1.</exception>
    public static Timeline Run(IEnumerable<Job> jobs, ISchedulingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(policy);
        IReadOnlyList<Job> all = [.. jobs];
        if (all.Count == 0) throw new ArgumentException("There is nothing to run; give at least one job.", nameof(jobs));
        if (all.DistinctBy(job => job.Name).Count() < all.Count)
            throw new ArgumentException("Two jobs have the same name; give each its own.", nameof(jobs));
        if (all.Max(job => job.Arrival) + all.Sum(job => job.CpuTicks + job.IoTicks) > MaxTicks)
            throw new ArgumentException($"The jobs could take more than {MaxTicks} ticks; make them shorter.", nameof(jobs));
        return new CpuSimulator(all, policy).RunToEnd();
    }

    private Timeline RunToEnd()
    {
        for (; ; _now++)
        {
            if (_now > 0) PassTick();       // [tick]
            WakeSleepers();                 // [wake]
            if (_turn is { } turn) StopOrGoOn(turn.Job, turn.Limit); // [stop]
            if (_turn is null && _ready.Count > 0) Dispatch();       // [dispatch]

            if (_turn is not null) continue;
            Debug.Assert(_ready.Count == 0, "I2");
            if (_asleep.Count == 0) return new Timeline(_jobs, _slices);
        }
    }

    private void PassTick()
    {
        var ran = _turn?.Job;
        if (ran is not null) _progress[ran].Left--;
        _policy.Tick(_now, ran);
    }

    private void WakeSleepers()
    {
        while (_asleep.TryPeek(out var job, out var due) && due.Tick == _now)
        {
            _asleep.Dequeue();
            var progress = _progress[job];
            progress.Phase++;
            progress.Left = job.Phases[progress.Phase];
            MakeReady(job, progress.Phase == 0 ? ReadyReason.Arrived : ReadyReason.Returned);
        }
    }

    private void StopOrGoOn(Job job, int limit)
    {
        if (_progress[job].Left == 0)
        {
            EndTurn();
            FallAsleepOrComplete(job);
        }
        else if (_now - _since == limit)
        {
            EndTurn();
            MakeReady(job, ReadyReason.SliceEnded);
        }
        else if (_policy.Preempts(job))
        {
            EndTurn();
            MakeReady(job, ReadyReason.Preempted);
        }
    }

    private void Dispatch()
    {
        var turn = _policy.Next();
        if (turn.Job is null || !_ready.Remove(turn.Job))
        {
            var ready = string.Join(", ", _ready.Select(job => job.Name));
            throw new InvalidOperationException(
                $"The policy chose {turn.Job?.Name ?? "nobody"} at tick {_now}; choose one of the ready jobs: {ready}.");
        }
        if (turn.Limit < 1)
            throw new InvalidOperationException($"The policy gave {turn.Job.Name} {turn.Limit} ticks; give at least 1.");
        _turn = turn;
        _since = _now;
    }

    private void EndTurn()
    {
        var turn = _turn!.Value;
        _slices.Add(new Slice(turn.Job, _since, _now, turn.Level));
        _turn = null;
    }

    private void FallAsleepOrComplete(Job job)
    {
        var progress = _progress[job];
        if (progress.Phase + 1 == job.Phases.Length) return; // complete
        progress.Phase++;
        _asleep.Enqueue(job, (_now + job.Phases[progress.Phase], progress.Position));
    }

    private void MakeReady(Job job, ReadyReason reason)
    {
        var added = _ready.Add(job);
        Debug.Assert(added, "I1");
        _policy.Ready(job, _progress[job].Left, reason);
    }
}
