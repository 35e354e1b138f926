// Steps on different keys commute, and those on the whole (Count, Clear, going through it) depend on all of them:
//
//      the whole, a step on which is one on all parts:   | part 0 | part 1 | part 2 | part 3 |
//      the keys, in the order in which they were used:     a, e     b        c        d
//
// Parts are a few, and made with the dictionary: one that was made for each key would be missing in a step on the whole that
// was announced before. Two keys of one part are only taken to depend on each other, which loses nothing.

using System.Diagnostics;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Collections;

/// <summary>What the explorer knows of a concurrent dictionary.</summary>
[DebuggerStepThrough]
internal sealed class DictionaryState : Resource
{
    private const string Called = "a ConcurrentDictionary";

    private readonly CollectionState[] _parts = [new(Called), new(Called), new(Called), new(Called)];

    public override string Name => Called;

    public override IReadOnlyList<Resource> Parts => _parts;

    /// <summary>The step of an operation that only looks at a key.</summary>
    public void Look(int key) => PartOf(key).Look();

    /// <summary>The step of an operation that may change what a key has; <see cref="Ends"/> is said in the same step.</summary>
    public void Change(int key) => PartOf(key).Change();

    /// <inheritdoc cref="CollectionState.Found"/>
    public T Found<T>(int key, Func<T> ask, Func<int> version) => PartOf(key).Found(ask, version);

    /// <summary>Whether the step that was announced as a change of a key was one.</summary>
    /// <returns>The same.</returns>
    public bool Ends(int key, bool changed = true) => PartOf(key).Ends(changed);

    /// <summary>The step of an operation that looks at all.</summary>
    public void Look() => Step(OperationKind.Read, isWrite: false);

    /// <summary>The step of an operation that changes all.</summary>
    public void Change()
    {
        Step(OperationKind.Atomic, isWrite: true);
        if (Execution.Current is null) return;
        foreach (var part in _parts) part.Publish(Execution.Self);
    }

    private CollectionState PartOf(int key)
    {
        Execution.Current?.Number(this); // and the parts with it
        return _parts[key % _parts.Length];
    }

    private void Step(OperationKind kind, bool isWrite)
    {
        if (Execution.Current is not { } execution) return;
        execution.Number(this);
        execution.Perform(new Operation(kind, this, isWrite));
        foreach (var part in _parts) Execution.Self.Clock.Join(part.Released);
    }
}
