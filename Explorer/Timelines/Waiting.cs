using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>A thread that waits when an execution ends.</summary>
/// <param name="Thread">Who.</param>
/// <param name="Operation">For what.</param>
/// <param name="Holder">Who holds it, if anybody in particular does.</param>
/// <param name="AwaitsCall">Whether it waits for a pulse, a Set or the like.</param>
internal sealed record Waiting(ControlledThread Thread, Operation Operation, ControlledThread? Holder, bool AwaitsCall);
