using Workbook.Concurrency.Pools;

namespace Workbook.Examples.Queues.ForkJoin;

/// <summary>What the owner and the thief did, in order. Read it when both are done.</summary>
public sealed class TheftLog
{
    private readonly Lock _lock = new(); // guards all below
    private readonly List<IReadOnlyList<string>> _rows = [];
    private readonly List<string> _deque = []; // forked and not begun, oldest first
    private readonly List<string> _stolen = [];
    private int _owner;

    /// <summary>A row a step: its number, what the owner did, what the thief did, and what lies in the deque then.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get { lock (_lock) return [.. _rows]; } }

    /// <summary>What another than the owner began.</summary>
    public string Stolen { get { lock (_lock) return string.Join(' ', _stolen); } }

    /// <summary>The calling thread is the one that forks.</summary>
    public void OwnerIsHere() { lock (_lock) _owner = Environment.CurrentManagedThreadId; }

    /// <summary>The owner forks; written down before anybody can begin the branch.</summary>
    public Branch Forks(string name, Func<Branch> fork)
    {
        lock (_lock)
        {
            _deque.Add(name);
            Add($"forks {name}");
            return fork();
        }
    }

    /// <summary>The calling thread has popped or stolen it.</summary>
    public void Begins(string name)
    {
        lock (_lock)
        {
            var (isOldest, isYoungest) = (_deque[0] == name, _deque[^1] == name);
            _deque.Remove(name);
            var which = (isOldest, isYoungest) switch
            {
                (true, true) => "the only one",
                (true, _) => "the oldest",
                (_, true) => "the youngest",
                _ => "one from the middle",
            };
            if (!IsOwner) _stolen.Add(name);
            Add($"{(IsOwner ? "pops" : "steals")} {name}, {which}");
        }
    }

    /// <summary>The calling thread has run it to its end.</summary>
    public void Ends(string name) { lock (_lock) Add($"ends {name}"); }

    private bool IsOwner => Environment.CurrentManagedThreadId == _owner;

    private void Add(string what) =>
        _rows.Add([$"{_rows.Count + 1}", IsOwner ? what : "", IsOwner ? "" : what, string.Join(' ', _deque)]);
}
