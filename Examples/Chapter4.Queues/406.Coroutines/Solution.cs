// One thread, and a queue of those who can go on:
//
//                 +---------------- Turn, or Value with something sent already --------------+
//                 v                                                                          |
//      Spawn -> _ready  [ c | b | a ] -> a has the turn: it runs to its next yield ----------+-----> its body ends, or fails
//                 ^                                                                          |
//                 +--- Send ----- waits for a value <---- Value with nothing sent -----------+
//
//   I1  A member stands in _ready exactly once, or has the turn, or waits for a value with none sent to it.
//   I2  _members holds those that have not ended, in the order in which they were spawned.

using System.Diagnostics;

namespace Workbook.Examples.Queues.CooperativeTasks;

/// <summary>Runs coroutines on the calling thread, each until it yields, one after another in a circle.</summary>
/// <remarks>Not thread-safe: one thread spawns, sends and runs. Disposing of it runs the finally blocks of those that have not
/// ended.</remarks>
[DebuggerDisplay("{_ready.Count} ready of {_members.Count}")]
public sealed class RoundRobinScheduler<T> : IDisposable
{
    private sealed record Member(string Name, IEnumerator<Wish> Body, Mailbox<T> Mailbox)
    {
        public Queue<T> Sent { get; } = [];
        public bool WantsValue { get; set; } // it yielded Value, and has not had a turn since
    }

    private readonly List<Member> _members = [];
    private readonly Queue<Member> _ready = [];
    private readonly List<(string Name, Exception Failure)> _failures = [];

    /// <summary>Who was ended by an exception, in that order.</summary>
    public IReadOnlyList<(string Name, Exception Failure)> Failures => _failures;

    /// <summary>Adds a coroutine, behind those that are ready. Nothing of it runs yet.</summary>
    /// <exception cref="ArgumentException">One of that name has not ended.</exception>
    public void Spawn(string name, Func<Mailbox<T>, IEnumerable<Wish>> body)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(body);
        if (Find(name) is not null) throw new ArgumentException($"There is a {name} already; choose another name.", nameof(name));
        var mailbox = new Mailbox<T>();
        var member = new Member(name, body(mailbox).GetEnumerator(), mailbox);
        _members.Add(member);
        _ready.Enqueue(member);
    }

    /// <summary>Sends a value to a coroutine; values wait in the order of their sending. The sender keeps its turn.</summary>
    /// <returns>False when there is none of that name, or it has ended.</returns>
    public bool Send(string name, T value)
    {
        if (Find(name) is not { } member) return false;
        member.Sent.Enqueue(value);
        if (member.WantsValue && member.Sent.Count == 1) _ready.Enqueue(member); // [wake] it waited for this one
        return true;
    }

    /// <summary>Gives turns until nobody is ready.</summary>
    /// <returns>Those who wait for a value that nobody has sent, in the order in which they were spawned; they can still get it:
    /// Send, and Run again.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two turns; all are where they were.</exception>
    public IReadOnlyList<string> Run(CancellationToken cancel = default)
    {
        while (_ready.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            var member = _ready.Dequeue();
            if (!TakeTurn(member)) _members.Remove(member);
            else if (!member.WantsValue || member.Sent.Count > 0) _ready.Enqueue(member); // [back] to the end of the queue
        }
        return [.. _members.Select(member => member.Name)];
    }

    /// <summary>Ends all that have not ended. A finally block that throws is a failure of its own, and the others run.</summary>
    public void Dispose()
    {
        foreach (var member in _members.ToList()) // a copy: a finally block may spawn
        {
            try { member.Body.Dispose(); } // the finally blocks around the yield where it stands
            catch (Exception e) { _failures.Add((member.Name, e)); }
        }
        _members.Clear();
        _ready.Clear();
    }

    // False: it has ended.
    private bool TakeTurn(Member member)
    {
        if (member.WantsValue) member.Mailbox.Value = member.Sent.Dequeue(); // [value]
        member.WantsValue = false; // before its turn: it may send to itself, and is not to be queued twice then
        try
        {
            if (!member.Body.MoveNext()) return false;                       // [turn]
            member.WantsValue = member.Body.Current == Wish.Value;
            return true;
        }
        catch (Exception e) // whatever it is, the others go on
        {
            _failures.Add((member.Name, e));
            return false;
        }
    }

    private Member? Find(string name) => _members.Find(member => member.Name == name);
}
