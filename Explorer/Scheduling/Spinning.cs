namespace Workbook.Explorer.Scheduling;

/// <summary>What a thread read in a round of a loop that was in vain: going round again is worth it once something of that was changed.
/// </summary>
/// <param name="read">Each with its version then.</param>
internal sealed class Spinning(List<(Resource Resource, int Version)> read) : Resource
{
    public override string Name => string.Join(", ", read.Select(part => part.Resource.Name).Distinct());

    public override IReadOnlyList<Resource> Parts { get; } = [.. read.Select(part => part.Resource)];

    public override bool IsReady(ControlledThread thread, in Operation operation) => read.Exists(part => part.Resource.Version != part.Version);
}
