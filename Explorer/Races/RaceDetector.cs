// Happens-before, after FastTrack (Flanagan, Freund, PLDI 2009). Each thread has a clock; a lock that is released takes it along, and
// whoever acquires the lock next takes it over. An access races with an earlier one of another thread when the thread's clock does not
// know of it:
//
//      thread 1   writes x at its time 7                      its clock  [7 0]
//      thread 2                             reads x           its clock  [3 5]: of thread 1 it knows up to 3, and 7 > 3: a race
//
// FastTrack keeps one read where it can; we keep one a thread, which is the same verdict, and less to read.

using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Races;

/// <summary>Finds accesses that nothing orders, in whatever order they happened to come.</summary>
/// <remarks>Used by the thread that has the baton, and between executions by the explorer. It outlives executions: what raced is a
/// scheduling point from the next <see cref="AddPoints"/> on, and not at once, since an execution must be the same when it is run
/// again.</remarks>
internal sealed class RaceDetector
{
    private const string Elements = "[]", Memory = "*"; // the places that are not fields
    private readonly Dictionary<(object?, int), Location> _locations = new(new ByReference());
    private readonly HashSet<int> _points = [], _newPoints = []; // keys of locations; a key is in one of them

    private bool _isOff;

    /// <summary>All that were found, each pair of places in the source once.</summary>
    public HashSet<Race> Found { get; } = [];

    /// <summary>Whether a place was raced for that is no scheduling point yet: what was explored so far was explored too coarsely.</summary>
    public bool HasNewPoints => _newPoints.Count > 0;

    /// <summary>Whether accesses to this place are scheduling points.</summary>
    public bool IsPoint(Location location) => _points.Contains(location.Key);

    /// <summary>Makes all that was raced for scheduling points. Between executions.</summary>
    public void AddPoints()
    {
        _points.UnionWith(_newPoints);
        _newPoints.Clear();
    }

    /// <summary>An execution begins.</summary>
    public void Begin()
    {
        _locations.Clear();
        _isOff = false;
    }

    /// <summary>The execution is over, and its threads are being unwound: what they touch now is nobody's fault.</summary>
    public void Stop() => _isOff = true;

    /// <summary>The names of the scheduling points, in the order of the alphabet: the same in every process.</summary>
    public IReadOnlyList<string> PointNames =>
        [.. _points.Select(static key => key > 0 ? FieldMap.FullNameOf(key) : key == 0 ? Memory : Elements).Order(StringComparer.Ordinal)];

    /// <summary>Makes places scheduling points again, by <see cref="PointNames"/>. Between executions.</summary>
    /// <returns>The first name that the program does not have; null: it has all.</returns>
    public string? RestorePoints(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var key = name == Elements ? -1 : name == Memory ? 0 : FieldMap.Find(name);
            if (key == 0 && name != Memory) return name;
            _points.Add(key);
        }
        return null;
    }

    /// <summary>The place with that number in its owner; the owner is null for a static field.</summary>
    public Location LocationOf(object? owner, int slot, int key, Func<int, int, string> name)
    {
        if (_locations.TryGetValue((owner, slot), out var location)) return location;
        location = Execution.Current!.Number(new Location(key, name(slot, key), owner, slot));
        _locations.Add((owner, slot), location);
        return location;
    }

    /// <summary>A plain access.</summary>
    public void Plain(ControlledThread thread, Location location, bool isWrite, int site) =>
        Record(location, new Access(thread.Index, thread.Clock[thread.Index], site, IsAtomic: false), isWrite, thread);

    /// <summary>A volatile read: it comes after all that the last volatile write of the place came after.</summary>
    public void VolatileRead(ControlledThread thread, Location location, int site)
    {
        thread.Clock.Join(location.Released);
        Record(location, new Access(thread.Index, thread.Clock[thread.Index], site, IsAtomic: true), isWrite: false, thread);
    }

    /// <summary>A volatile write.</summary>
    public void VolatileWrite(ControlledThread thread, Location location, int site)
    {
        Record(location, new Access(thread.Index, thread.Clock[thread.Index], site, IsAtomic: true), isWrite: true, thread);
        location.Released.Join(thread.Clock);
        thread.Clock.Tick(thread.Index);
    }

    /// <summary>An interlocked operation: both.</summary>
    public void Atomic(ControlledThread thread, Location location, int site)
    {
        thread.Clock.Join(location.Released);
        VolatileWrite(thread, location, site);
    }

    private void Record(Location location, Access access, bool isWrite, ControlledThread thread)
    {
        if (_isOff) return;
        Check(location, location.LastWrite, access, thread);
        if (!isWrite)
        {
            var mine = location.Reads.FindIndex(read => read.Thread == access.Thread);
            if (mine < 0) location.Reads.Add(access);
            else location.Reads[mine] = access with { IsAtomic = access.IsAtomic && location.Reads[mine].IsAtomic };
            return;
        }
        foreach (var read in location.Reads) Check(location, read, access, thread);
        location.Reads.Clear();
        location.LastWrite = access;
    }

    private void Check(Location location, Access earlier, Access now, ControlledThread thread)
    {
        if (earlier.Thread == now.Thread || (earlier.IsAtomic && now.IsAtomic)) return;
        if (earlier.Thread == -1 || thread.Clock.Knows(earlier.Thread, earlier.Time)) return;
        var race = new Race(location.Key, location.Name, Math.Min(earlier.Site, now.Site), Math.Max(earlier.Site, now.Site));
        Found.Add(race);
        Execution.Current!.Recording?.Raced(race, location, earlier, now);
        if (!IsPoint(location)) _newPoints.Add(location.Key);
    }

    private sealed class ByReference : IEqualityComparer<(object? Owner, int Slot)>
    {
        public bool Equals((object? Owner, int Slot) x, (object? Owner, int Slot) y) => x.Slot == y.Slot && ReferenceEquals(x.Owner, y.Owner);

        public int GetHashCode((object? Owner, int Slot) place) =>
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(place.Owner) * 31 + place.Slot;
    }
}
