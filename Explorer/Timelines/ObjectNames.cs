// An object is called by the way to it, as the program would write it:
//
//      _first          a static field             forks[1]        an element of a captured array
//      a.balance       a field of an object that a local variable holds
//
// What no way leads to is called by its type, and by a number if there are several: Node#2. Numbers go by the order in which
// objects were seen.

using System.Runtime.Loader;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Names for the objects of one execution.</summary>
internal sealed class ObjectNames
{
    private readonly Execution _execution;
    private readonly string _testType;
    private readonly ObjectPaths _paths;
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, int> _counts = [];

    /// <summary>Looks around in the memory that an execution has left behind.</summary>
    public ObjectNames(Execution execution, Recording recording, AssemblyLoadContext program, string testType)
    {
        (_execution, _testType) = (execution, testType);
        var seen = recording.Events.SelectMany(Objects).OfType<object>().ToList();
        _paths = new ObjectPaths(recording, seen, program, testType);
        foreach (var other in seen) Count(other);
    }

    /// <summary>An object.</summary>
    public string Of(object value)
    {
        if (_paths.To(value) is { } path) return path;
        var type = value.GetType();
        if (type == typeof(object)) return "an object";
        var name = Values.NameOf(type);
        return _counts.GetValueOrDefault(type) > 1 && _numbers.TryGetValue(value, out var number) ? $"{name}#{number}" : name;
    }

    /// <summary>A place, a lock, an event, a thread.</summary>
    public string Of(Resource resource) => resource switch
    {
        Location location => OfLocation(location),
        ControlledThread thread => thread.Name,
        TaskState task => OfTask(task),
        _ when resource.Subject != resource => Of(resource.Subject),
        Several { Parts: { } parts } several =>
            $"{(several.IsForAll ? "all" : "any")} of {string.Join(", ", parts.Select(Of))}",
        _ when _paths.To(resource) is { } path => path,
        _ when _execution.OwnerOf(resource) is { } owner => OfLock(owner),
        _ => resource.Name,
    };

    // What runs says it best; a promise is called as what holds it.
    private string OfTask(TaskState task)
    {
        if (task.Permit is { } permit) return $"a permit of {Of(permit)}";
        if (task.Outer is { } outer) return Of(outer);
        if (task.Method is not null || task.Work is not null) return task.Name;
        if (task.Source is { } source && _paths.To(source) is { } path) return $"{path}.Task";
        return (task.Task is { } platform ? _paths.To(platform) : null) ?? task.Name;
    }

    private string OfLock(object owner)
    {
        var name = Of(owner);
        if (owner.GetType() == typeof(object)) return name == "an object" ? "the lock of an object" : name;
        if (!ObjectPaths.IsControlled(owner.GetType())) return $"the lock of {name}";
        return _paths.To(owner) is null ? Values.A(name) : name;
    }

    private string OfLocation(Location location)
    {
        if (location.Owner is Array array) return $"{Of(array)}[{location.Slot}]";
        if (location.Owner is null || location.Key <= 0)
        {
            var dot = location.Name.LastIndexOf('.');
            return dot > 0 && location.Name[..dot] == ShortName(_testType) ? location.Name[(dot + 1)..] : location.Name;
        }
        if (ObjectPaths.IsClosure(location.Owner.GetType())) return location.Name;
        if (UnsafeTypes.NumberOf(location.Owner.GetType()) == location.Key) // the object as a whole
            return _paths.To(location.Owner) ?? Values.A(Of(location.Owner));
        return $"{Of(location.Owner)}.{ObjectPaths.LabelOf(Values.FieldNameOf(location.Key)) ?? "it"}";
    }

    private static string ShortName(string type) => type.Split('.', '+', '/')[^1];

    private IEnumerable<object?> Objects(Event done)
    {
        if (done.Location is not { } place)
        {
            yield return _execution.OwnerOf(done.Resource);
            yield break;
        }
        yield return place.Owner;
        if (done.Before is { } before && ObjectPaths.IsNamed(before)) yield return before;
        if (done.After is { } after && ObjectPaths.IsNamed(after)) yield return after;
    }

    private void Count(object value)
    {
        if (_paths.To(value) is not null || ObjectPaths.IsClosure(value.GetType()) || _numbers.ContainsKey(value)) return;
        _numbers[value] = _counts[value.GetType()] = _counts.GetValueOrDefault(value.GetType()) + 1;
    }
}
