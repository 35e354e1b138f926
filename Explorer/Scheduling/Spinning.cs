namespace Workbook.Explorer.Scheduling;

/// <summary>What a thread read in a round of a loop that was in vain: going round again is worth it once something of that was
/// changed, or the thread was interrupted, which the next thing in the loop that waits will tell it.</summary>
/// <param name="read">Each with its version then.</param>
/// <param name="wasInterrupted">Whether the thread had been interrupted before that round began, and was not told in it.</param>
internal sealed class Spinning(List<(Resource Resource, int Version)> read, bool wasInterrupted) : Resource
{
    public override string Name => string.Join(", ", read.Select(part => part.Resource.Name).Distinct());

    public override IReadOnlyList<Resource> Parts { get; } = [.. read.Select(part => part.Resource)];

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        (thread.IsInterrupted && !wasInterrupted) || read.Exists(part => part.Resource.Version != part.Version);
}
