// An object is called by the way to it, as the program would write it: a static field, a captured local variable, then fields
// and elements in turn.
//
//      _first          a static field             forks[1]        an element of a captured array
//      a.balance       a field of an object that a local variable holds
//
// A way is good only as long as it leads to the same object: a field that was written more than once is none. What no way leads
// to is called by its type, and by a number if there are several: Node#2. Numbers go by the order in which objects were seen.

using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using Workbook.Explorer.Races;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Names for the objects of one execution.</summary>
internal sealed class ObjectNames
{
    private const BindingFlags OfInstances =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags OfTypes =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int MaximumDepth = 4, MaximumElements = 64, MaximumObjects = 5_000;

    private readonly Execution _execution;
    private readonly AssemblyLoadContext _program;
    private readonly string _testType;
    private readonly Dictionary<object, string> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, int> _counts = [];
    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    // By owner and field; of a static one, with its type.
    private readonly Dictionary<(object?, string), int> _writes = new(new ByReference());
    private readonly Queue<(object Object, string? Path, int Depth)> _open = new();

    /// <summary>Looks around in the memory that an execution has left behind.</summary>
    public ObjectNames(Execution execution, Recording recording, AssemblyLoadContext program, string testType)
    {
        (_execution, _program, _testType) = (execution, program, testType);
        foreach (var done in recording.Events)
        {
            if (done is { IsWrite: true, IsBlocked: false, Location: { Key: > 0 } place })
            {
                var written = (place.Owner, place.Owner is null ? FieldMap.FullNameOf(place.Key) : Values.FieldNameOf(place.Key));
                _writes[written] = _writes.GetValueOrDefault(written) + 1;
            }
        }
        var seen = recording.Events.SelectMany(Objects).OfType<object>().ToList();
        foreach (var type in Types(seen)) Statics(type);
        foreach (var closure in seen.Where(candidate => IsClosure(candidate.GetType()))) Enter(closure, null, 0);
        Walk();
        foreach (var other in seen) Enter(other, null, 0);
        Walk();
        foreach (var other in seen) Count(other);
    }

    /// <summary>An object.</summary>
    public string Of(object value)
    {
        if (_paths.TryGetValue(value, out var path)) return path;
        var type = value.GetType();
        var name = Values.NameOf(type);
        if (type == typeof(object)) return "an object";
        return _counts.GetValueOrDefault(type) > 1 && _numbers.TryGetValue(value, out var number) ? $"{name}#{number}" : name;
    }

    /// <summary>A place, a lock, an event, a thread.</summary>
    public string Of(Resource resource) => resource switch
    {
        Location location => OfLocation(location),
        ControlledThread thread => thread.Name,
        _ when resource.Subject != resource => Of(resource.Subject),
        Several { Parts: { } parts } several => $"{(several.IsForAll ? "all" : "any")} of {string.Join(", ", parts.Select(Of))}",
        _ when _paths.TryGetValue(resource, out var path) => path,
        _ when _execution.OwnerOf(resource) is { } owner => OfLock(owner),
        _ => resource.Name,
    };

    private string OfLock(object owner)
    {
        var name = Of(owner);
        if (owner.GetType() == typeof(object)) return name == "an object" ? "the lock of an object" : name;
        return IsControlled(owner.GetType()) ? (_paths.ContainsKey(owner) ? name : $"a {name}") : $"the lock of {name}";
    }

    private string OfLocation(Location location)
    {
        if (location.Owner is Array array)
            return $"{(_paths.TryGetValue(array, out var path) ? path : Of(array))}[{location.Slot}]";
        if (location.Owner is null || location.Key <= 0)
        {
            var dot = location.Name.LastIndexOf('.');
            return dot > 0 && location.Name[..dot] == ShortName(_testType) ? location.Name[(dot + 1)..] : location.Name;
        }
        if (IsClosure(location.Owner.GetType())) return location.Name;
        if (UnsafeTypes.NumberOf(location.Owner.GetType()) == location.Key) return Of(location.Owner); // a list as a whole
        var field = Label(Values.FieldNameOf(location.Key)) ?? "it";
        return $"{Of(location.Owner)}.{field}";
    }

    private static string ShortName(string type) => type.Split('.', '+', '/')[^1];

    private IEnumerable<object?> Objects(Event done)
    {
        if (done.Location is { } place) yield return place.Owner;
        else yield return _execution.OwnerOf(done.Resource);
        if (done.Location is null) yield break;
        if (done.Before is { } before && IsNamed(before)) yield return before;
        if (done.After is { } after && IsNamed(after)) yield return after;
    }

    private static bool IsNamed(object value) => value != Values.Unknown && value is not (string or Delegate)
        && !value.GetType().IsValueType;

    // The test's own type, and the types of what was seen; not all, since looking at a static field may run its type's
    // constructor.
    private IEnumerable<Type> Types(List<object> seen)
    {
        var types = seen.Select(value => value.GetType()).Prepend(null!).ToList();
        foreach (var assembly in _program.Assemblies) types.Insert(0, assembly.GetType(_testType)!);
        var done = new HashSet<Type>();
        foreach (var type in types)
        {
            for (var at = type; at is not null; at = at.DeclaringType)
            {
                if (IsOfProgram(at) && !at.ContainsGenericParameters && done.Add(at)) yield return at;
            }
        }
    }

    private void Statics(Type type)
    {
        foreach (var field in type.GetFields(OfTypes).OrderBy(field => field.MetadataToken))
        {
            if (field.IsLiteral || field.FieldType.IsPrimitive || Label(field.Name) is not { } label) continue;
            if (_writes.GetValueOrDefault((null,
                $"{type.Assembly.GetName().Name}/{type.FullName!.Replace('+', '/')}.{field.Name}")) > 1) continue;
            var name = type.FullName == _testType || IsClosure(type) ? label : $"{Values.NameOf(type)}.{label}";
            if (ValueOf(field, null) is { } value) Enter(value, name, 1);
        }
    }

    private void Enter(object value, string? path, int depth)
    {
        if (!IsNamed(value) || _visited.Count > MaximumObjects || !_visited.Add(value)) return;
        if (path is not null) _paths[value] = path;
        _open.Enqueue((value, path, depth));
    }

    private void Walk()
    {
        while (_open.TryDequeue(out var next))
        {
            var (value, path, depth) = next;
            var type = value.GetType();
            if (IsControlled(type)) Inside(value, path);
            else if (depth >= MaximumDepth) continue;
            else if (value is IList list && !IsOfProgram(type)) Elements(list, path, depth);
            else if (IsOfProgram(type)) Fields(value, type, path, depth);
        }
    }

    // A controlled primitive is called as what holds it; what it consists of is not the program's business.
    private void Inside(object value, string? path)
    {
        for (var type = value.GetType(); path is not null && type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(OfInstances))
            {
                if (typeof(Resource).IsAssignableFrom(field.FieldType) && ValueOf(field, value) is { } resource)
                    _paths.TryAdd(resource, path);
            }
        }
    }

    private void Elements(IList list, string? path, int depth)
    {
        if (path is null || list is Array { Rank: not 1 }) return;
        for (var i = 0; i < Math.Min(list.Count, MaximumElements); i++)
        {
            if (list[i] is { } element) Enter(element, $"{path}[{i}]", depth + 1);
        }
    }

    private void Fields(object value, Type type, string? path, int depth)
    {
        var isClosure = IsClosure(type);
        for (var at = type; at is not null && IsOfProgram(at); at = at.BaseType)
        {
            foreach (var field in at.GetFields(OfInstances).OrderBy(field => field.MetadataToken))
            {
                if (field.FieldType.IsPrimitive || ValueOf(field, value) is not { } held) continue;
                if (_writes.GetValueOrDefault((value, field.Name)) > 1) continue;
                var label = Label(field.Name);
                if (label is null) Enter(held, null, depth + 1);
                else if (isClosure) Enter(held, label, depth + 1);
                else if (path is not null) Enter(held, $"{path}.{label}", depth + 1);
                else if (IsControlled(held.GetType()) || held.GetType() == typeof(object))
                    Enter(held, $"{Of(value)}.{label}", depth + 1);
            }
        }
    }

    private void Count(object value)
    {
        if (_paths.ContainsKey(value) || IsClosure(value.GetType()) || _numbers.ContainsKey(value)) return;
        _numbers[value] = _counts[value.GetType()] = _counts.GetValueOrDefault(value.GetType()) + 1;
    }

    private bool IsOfProgram(Type type) => AssemblyLoadContext.GetLoadContext(type.Assembly) == _program;

    private static bool IsControlled(Type type) => type.Namespace == typeof(Controlled.Marks).Namespace;

    private static bool IsClosure(Type type) => type.Name.StartsWith("<>c", StringComparison.Ordinal)
        || type.Name.Contains(">d__", StringComparison.Ordinal);

    // <left>5__2 is the local variable left of an iterator, <Left>k__BackingField the property Left; <>4__this has no name.
    private static string? Label(string field)
    {
        if (!field.Contains('<')) return field;
        var (start, end) = (field.IndexOf('<'), field.IndexOf('>'));
        return end > start + 1 ? field[(start + 1)..end] : null;
    }

    private static object? ValueOf(FieldInfo field, object? owner)
    {
        try { return field.GetValue(owner); }
        catch (Exception) { return null; } // its type's constructor fails, or it cannot be boxed: nothing to be named
    }

    private sealed class ByReference : IEqualityComparer<(object? Owner, string Field)>
    {
        public bool Equals((object? Owner, string Field) x, (object? Owner, string Field) y) =>
            x.Field == y.Field && ReferenceEquals(x.Owner, y.Owner);

        public int GetHashCode((object? Owner, string Field) place) => place.Field.GetHashCode(StringComparison.Ordinal);
    }
}
