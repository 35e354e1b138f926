using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Races;

/// <summary>A place in shared memory: a field of one object, a static field, an element of one array.</summary>
/// <param name="key">What it is of all objects: the number of the field. Places that were seen to race become scheduling points by key.</param>
/// <param name="name">As the timeline calls it: <c>Account.balance</c>.</param>
internal sealed class Location(int key, string name) : Resource
{
    public int Key { get; } = key;

    public override string Name { get; } = name;

    /// <summary>The last write; thread -1: none yet.</summary>
    public Access LastWrite = Access.None;

    /// <summary>The reads since that write, at most one a thread.</summary>
    public List<Access> Reads { get; } = [];
}
