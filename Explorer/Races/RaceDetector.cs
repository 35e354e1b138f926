// Happens-before, after FastTrack (Flanagan, Freund, PLDI 2009). Each thread has a clock; a lock that is released takes it along,
// and whoever acquires the lock next takes it over. An access races with an earlier one of another thread when the thread's clock
// does not know of it:
//
//      thread 1   writes x at its time 7                      its clock  [7 0]
//      thread 2                             reads x           its clock  [3 5]: of thread 1 it knows up to 3, and 7 > 3: a race
//
// FastTrack keeps one read where it can; we keep one a thread, or two when one is atomic and the other is not: which is the same
// verdict, and less to read. It has one write, since it stops at the first race; here two atomic accesses never race, ordered or
// not, so that a write does not make us forget an atomic one that it does not come after.
//
// A volatile write is joined into what earlier ones of its place have left, and does not take its place: on all machines that
// .NET runs on, who reads the later write sees what came before the earlier one too.

using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Races;

/// <summary>Finds accesses that nothing orders, in whatever order they happened to come.</summary>
/// <remarks>Used by the thread that has the baton, and between executions by the explorer. It outlives executions: what raced is
/// a scheduling point from the next <see cref="AddPoints"/> on, and not at once, since an execution must be the same when it is
/// run again.</remarks>
internal sealed class RaceDetector
{
    private const string Elements = "[]", Memory = "*"; // the places that are not fields
    private static readonly object _memory = new(); // the owner of what is known by its address only
    private readonly PlaceTable _places = new();
    private readonly HashSet<int> _points = [], _newPoints = []; // keys of locations; a key is in one of them

    private bool _isOff;

    /// <summary>All that were found, each pair of places in the source once.</summary>
    public HashSet<Race> Found { get; } = [];

    /// <summary>Whether a place was raced for that is no scheduling point yet: what was explored so far was explored too
    /// coarsely.</summary>
    public bool HasNewPoints => _newPoints.Count > 0;

    /// <summary>Whether accesses to such a place are scheduling points now; <see cref="Location.IsPoint"/> says it of its own
    /// execution.</summary>
    public bool IsPoint(Location location) => AllArePoints || _points.Contains(location.Key);

    /// <summary>Which places are at the addresses that the program has taken.</summary>
    public AddressBook Addresses { get; } = new();

    /// <summary>Makes all places scheduling points, raced for or not: more to explore, and the same verdict.</summary>
    public bool AllArePoints { get; init; }

    /// <summary>Makes all that was raced for scheduling points. Between executions.</summary>
    public void AddPoints()
    {
        _points.UnionWith(_newPoints);
        _newPoints.Clear();
    }

    /// <summary>An execution begins.</summary>
    public void Begin()
    {
        _places.Clear();
        Addresses.Clear();
        _isOff = false;
    }

    /// <summary>The execution is over, and its threads are being unwound: what they touch now is nobody's fault.</summary>
    public void Stop() => _isOff = true;

    /// <summary>The names of the scheduling points, in the order of the alphabet: the same in every process.</summary>
    public IReadOnlyList<string> PointNames =>
        [.. _points.Select(static key => key > 0 ? FieldMap.FullNameOf(key) : key == 0 ? Memory : Elements)
            .Order(StringComparer.Ordinal)];

    /// <summary>Makes places scheduling points again, by <see cref="PointNames"/>. Between executions.</summary>
    /// <returns>The first name that the program does not have; null: it has all.</returns>
    public string? RestorePoints(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var key = name == Elements ? -1 : name == Memory ? 0 : FieldMap.Find(name);
            if (key == 0 && name != Memory) key = UnsafeTypes.Find(name);
            if (key == 0 && name != Memory) return name;
            _points.Add(key);
        }
        return null;
    }

    /// <summary>The place with that number in its owner; the owner is null for a static field.</summary>
    public Location LocationOf(object? owner, nint slot, int key, Func<nint, int, string> name)
    {
        if (_places.Find(owner, slot) is { } known) return known;
        var place = new Location(key, name, owner, slot) { IsPoint = AllArePoints || _points.Contains(key) };
        Execution.Current!.Number(place);
        _places.Add(place);
        return place;
    }

    /// <summary>The place at an address that no mark has told of: a local variable, or memory outside of the collector's
    /// heap.</summary>
    public Location LocationOf(nint address) => LocationOf(_memory, address, 0, static (_, _) => "a place in memory");

    /// <summary>A plain access.</summary>
    public void Plain(ControlledThread thread, Location location, bool isWrite, int site) =>
        Record(location, new Access(thread.Index, thread.Clock[thread.Index], site, IsAtomic: false), isWrite, thread);

    /// <summary>A volatile read: it comes after all that the last volatile write of the place came after.</summary>
    public void VolatileRead(ControlledThread thread, Location location, int site)
    {
        var isOwn = thread.Buffer?.Newest(location) is not null; // it reads what it wrote itself, and learns of nobody
        if (!isOwn) thread.Clock.Join(location.Released);
        Record(location, new Access(thread.Index, thread.Clock[thread.Index], site, IsAtomic: true), isWrite: false, thread);
    }

    /// <summary>A volatile write.</summary>
    public void VolatileWrite(ControlledThread thread, Location location, int site)
    {
        Record(location, new Access(thread.Index, thread.Clock[thread.Index], site, IsAtomic: true), isWrite: true, thread);
        if (thread.Buffer?.Newest(location) is { } delayed) delayed.Published.Join(thread.Clock); // it reaches memory later
        else location.Released.Join(thread.Clock);
        thread.Clock.Tick(thread.Index);
    }

    /// <summary>An interlocked operation: both.</summary>
    public void Atomic(ControlledThread thread, Location location, int site)
    {
        thread.Clock.Join(location.Released);
        VolatileWrite(thread, location, site);
    }

    private void Record(Location location, in Access access, bool isWrite, ControlledThread thread)
    {
        if (_isOff) return;
        Check(location, access, isWrite, thread);
        var whole = location.Whole;
        if (whole != location) Check(whole, access, isWrite, thread);
        foreach (var piece in whole.Pieces ?? [])
        {
            if (piece != location && (location == whole || piece.Shares(location))) Check(piece, access, isWrite, thread);
        }
        if (isWrite)
        {
            Forget(location.Reads, access, thread);
            Forget(location.Writes, access, thread);
        }
        Keep(isWrite ? location.Writes : location.Reads, access);
    }

    // Who comes after a write comes after what that one comes after; and what that one races with was found. There is left what
    // is atomic, as it is itself, and not ordered with it: that may race with a plain access which comes after the write.
    private static void Forget(List<Access> accesses, in Access write, ControlledThread thread)
    {
        for (var i = accesses.Count - 1; i >= 0; i--)
        {
            var earlier = accesses[i];
            if (!write.IsAtomic || !earlier.IsAtomic || thread.Clock.Knows(earlier.Thread, earlier.Time)) accesses.RemoveAt(i);
        }
    }

    private static void Keep(List<Access> accesses, in Access access)
    {
        for (var i = 0; i < accesses.Count; i++)
        {
            if (accesses[i].Thread != access.Thread || accesses[i].IsAtomic != access.IsAtomic) continue;
            accesses[i] = access;
            return;
        }
        accesses.Add(access);
    }

    private void Check(Location location, in Access now, bool isWrite, ControlledThread thread)
    {
        foreach (var write in location.Writes) Check(location, write, now, thread);
        if (!isWrite) return;
        foreach (var read in location.Reads) Check(location, read, now, thread);
    }

    private void Check(Location location, in Access earlier, in Access now, ControlledThread thread)
    {
        if (earlier.Thread == now.Thread || (earlier.IsAtomic && now.IsAtomic)) return;
        if (thread.Clock.Knows(earlier.Thread, earlier.Time)) return;
        var race = new Race(location.Key, location.Name, Math.Min(earlier.Site, now.Site), Math.Max(earlier.Site, now.Site));
        Found.Add(race);
        Execution.Current!.Recording?.Raced(race, location.Whole, earlier, now);
        if (!location.IsPoint) _newPoints.Add(location.Key);
    }
}
