using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>A thread that waits when an execution ends.</summary>
/// <param name="Thread">Who.</param>
/// <param name="Operation">For what.</param>
/// <param name="Holders">Who holds it; none, if nobody in particular does.</param>
/// <param name="AwaitsCall">Whether it waits for a pulse, a Set or the like.</param>
internal sealed record Waiting(ControlledThread Thread, Operation Operation, IReadOnlyList<ControlledThread> Holders,
    bool AwaitsCall)
{
    public Resource Resource => Operation.Resource.Subject;
}
