// The way to an object, as the program would write it: a static field, a captured local variable, then fields and elements in
// turn. Found by walking through the memory that an execution has left behind, breadth first, so that the shortest way counts:
//
//      static fields  --->  objects  --->  their fields, elements  ---> ...        at most 4 steps deep
//      closures       --->
//
// A way is good only as long as it leads to the same object: a field that was written more than once is none.

using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>Finds ways to the objects of one execution.</summary>
internal sealed class ObjectPaths
{
    private const BindingFlags OfInstances =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const BindingFlags OfTypes =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const int MaximumDepth = 4, MaximumElements = 64, MaximumObjects = 5_000;

    private readonly AssemblyLoadContext _program;
    private readonly string _testType;
    private readonly Dictionary<object, string> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(object Object, string? Path, int Depth)> _open = new();

    // How often fields were written, by owner and name; static ones by null and the name with its type.
    private readonly Dictionary<(object? Owner, string Field), int> _writes = new(new ByReference());

    /// <param name="recording">Of the execution, which is over.</param>
    /// <param name="seen">Objects that its events were on.</param>
    /// <param name="program">Where its assemblies are loaded.</param>
    /// <param name="testType">The type of the test, whose static fields are called without it.</param>
    public ObjectPaths(Recording recording, IReadOnlyList<object> seen, AssemblyLoadContext program, string testType)
    {
        (_program, _testType) = (program, testType);
        CountWrites(recording);
        foreach (var type in Types(seen)) Statics(type);
        foreach (var closure in seen.Where(candidate => IsClosure(candidate.GetType()))) Enter(closure, null, 0);
        Walk();
        foreach (var other in seen) Enter(other, null, 0);
        Walk();
    }

    /// <summary>The way to the object; null: there is none.</summary>
    public string? To(object value) => _paths.GetValueOrDefault(value);

    /// <summary>Whether it is an object that could have a name.</summary>
    public static bool IsNamed(object value) =>
        value != Values.Unknown && value is not (string or Delegate) && !value.GetType().IsValueType;

    public static bool IsControlled(Type type) => type.Namespace?.StartsWith(typeof(Controlled.Marks).Namespace!,
        StringComparison.Ordinal) == true;

    /// <summary>Whether its fields are local variables, of a lambda or an iterator.</summary>
    public static bool IsClosure(Type type) => type.Name.StartsWith("<>c", StringComparison.Ordinal)
        || type.Name.Contains(">d__", StringComparison.Ordinal)
        || type.Name.EndsWith(">d", StringComparison.Ordinal); // of a local function

    /// <summary>The name of a field as it stands in the source; null: it does not.</summary>
    public static string? LabelOf(string field)
    {
        // <left>5__2 is the local variable left of an iterator, <Left>k__BackingField the property Left; <>4__this has no name.
        if (!field.Contains('<')) return field;
        var (start, end) = (field.IndexOf('<'), field.IndexOf('>'));
        return end > start + 1 ? field[(start + 1)..end] : null;
    }

    private void CountWrites(Recording recording)
    {
        foreach (var done in recording.Events)
        {
            if (done is not { IsWrite: true, IsBlocked: false, Location: { Key: > 0 } place }) continue;
            if (done.Kind == OperationKind.Buffer) continue; // once it reaches memory
            var written = (place.Owner,
                place.Owner is null ? FieldMap.FullNameOf(place.Key) : Values.FieldNameOf(place.Key));
            _writes[written] = _writes.GetValueOrDefault(written) + 1;
        }
    }

    // The test's own type, and the types of what was seen; not all, since looking at a static field may run its type's
    // constructor.
    private IEnumerable<Type> Types(IReadOnlyList<object> seen)
    {
        var types = _program.Assemblies.Reverse().Select(assembly => assembly.GetType(_testType))
            .Concat(seen.Select(value => value.GetType()));
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
            if (field.IsLiteral || field.FieldType.IsPrimitive || LabelOf(field.Name) is not { } label) continue;
            var fullName = $"{type.Assembly.GetName().Name}/{type.FullName!.Replace('+', '/')}.{field.Name}";
            if (_writes.GetValueOrDefault((null, fullName)) > 1) continue;
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
                var label = LabelOf(field.Name);
                if (label is null) Enter(held, null, depth + 1);
                else if (isClosure) Enter(held, label, depth + 1);
                else if (path is not null) Enter(held, $"{path}.{label}", depth + 1);
                else if (IsControlled(held.GetType()) || held.GetType() == typeof(object))
                    Enter(held, $"{Values.NameOf(type)}.{label}", depth + 1); // no way, and yet better than no name
            }
        }
    }

    private bool IsOfProgram(Type type) => AssemblyLoadContext.GetLoadContext(type.Assembly) == _program;

    private static object? ValueOf(FieldInfo field, object? owner)
    {
        try { return field.GetValue(owner); }
        catch (Exception) { return null; } // its type's constructor fails, or it cannot be boxed: nothing to be named
    }

    // Not by Equals, which would run the program's code.
    private sealed class ByReference : IEqualityComparer<(object? Owner, string Field)>
    {
        public bool Equals((object? Owner, string Field) x, (object? Owner, string Field) y) =>
            x.Field == y.Field && ReferenceEquals(x.Owner, y.Owner);

        public int GetHashCode((object? Owner, string Field) place) => place.Field.GetHashCode(StringComparison.Ordinal);
    }
}
