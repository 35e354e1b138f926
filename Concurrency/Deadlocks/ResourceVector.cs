using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>How many of each kind of resource: <c>[3, 3, 2]</c> is three of kind 0, three of kind 1 and two of kind 2.</summary>
/// <remarks>Immutable; any thread may read it. No number is negative.</remarks>
[CollectionBuilder(typeof(ResourceVector), nameof(Of))]
[DebuggerDisplay("{ToString(),nq}")] // takes no lock
public sealed class ResourceVector : IReadOnlyList<int>, IEquatable<ResourceVector>
{
    private readonly ImmutableArray<int> _amounts;

    private ResourceVector(ImmutableArray<int> amounts) => _amounts = amounts;

    /// <summary>How many kinds there are.</summary>
    public int Count => _amounts.Length;

    /// <summary>How many of one kind.</summary>
    public int this[int kind] => _amounts[kind];

    /// <summary>A vector of these amounts, which are copied; at least one kind, each 0 or more.</summary>
    /// <exception cref="ArgumentException">No kind, or a negative amount.</exception>
    public static ResourceVector Of(ReadOnlySpan<int> amounts)
    {
        if (amounts.IsEmpty)
            throw new ArgumentException("There is no kind of resource; give at least one amount.", nameof(amounts));
        foreach (var amount in amounts) ArgumentOutOfRangeException.ThrowIfNegative(amount, nameof(amounts));
        return new ResourceVector([.. amounts]);
    }

    /// <summary>Nothing of any kind.</summary>
    /// <param name="kinds">At least 1.</param>
    public static ResourceVector Zero(int kinds) => Of(new int[kinds]);

    /// <summary>Whether it is no more than <paramref name="limit"/> in any kind.</summary>
    /// <exception cref="ArgumentException">Another number of kinds.</exception>
    public bool FitsInto(ResourceVector limit)
    {
        RequireSameKinds(limit, nameof(limit));
        return !_amounts.Where((amount, kind) => amount > limit[kind]).Any();
    }

    /// <summary>Both together.</summary>
    /// <exception cref="ArgumentException">Another number of kinds.</exception>
    /// <exception cref="OverflowException">More than <see cref="int.MaxValue"/> of a kind.</exception>
    public ResourceVector Plus(ResourceVector more)
    {
        RequireSameKinds(more, nameof(more));
        return new([.. _amounts.Select((amount, kind) => checked(amount + more[kind]))]);
    }

    /// <summary>What is left without <paramref name="less"/>.</summary>
    /// <exception cref="ArgumentException">Another number of kinds, or it does not fit into this one.</exception>
    public ResourceVector Minus(ResourceVector less)
    {
        RequireSameKinds(less, nameof(less));
        return less.FitsInto(this)
            ? new([.. _amounts.Select((amount, kind) => amount - less[kind])])
            : throw new ArgumentException($"{less} does not fit into {this}; ask FitsInto first.", nameof(less));
    }

    /// <inheritdoc/>
    public bool Equals(ResourceVector? other) => other is not null && _amounts.AsSpan().SequenceEqual(other._amounts.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResourceVector);

    /// <inheritdoc/>
    public override int GetHashCode() => _amounts.Aggregate(0, HashCode.Combine);

    /// <summary>The amounts with blanks between them, <c>3 3 2</c>.</summary>
    public override string ToString() => string.Join(' ', _amounts);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => _amounts.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void RequireSameKinds(ResourceVector other, string name)
    {
        ArgumentNullException.ThrowIfNull(other, name);
        if (other.Count != Count) throw new ArgumentException($"{other.Count} kinds, and here are {Count}.", name);
    }
}
