using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Races;

/// <summary>A place in shared memory: a field of one object, a static field, an element of one array.</summary>
/// <param name="key">What it is of all objects: the number of the field. Places that were seen to race become scheduling points by key.</param>
/// <param name="name">As the timeline calls it: <c>Account.balance</c>.</param>
/// <param name="owner">The object or array that it lies in; null for a static field.</param>
/// <param name="slot">Its number in the owner: of the element, or of the field.</param>
internal sealed class Location(int key, string name, object? owner = null, int slot = 0) : Resource
{
    public object? Owner { get; } = owner;

    public int Slot { get; } = slot;

    public int Key { get; } = key;

    public override string Name { get; } = name;

    /// <summary>The last write; thread -1: none yet.</summary>
    public Access LastWrite = Access.None;

    /// <summary>The reads since that write, at most one a thread.</summary>
    public List<Access> Reads { get; } = [];
}
