using System.Diagnostics;

namespace Workbook.Examples.Queues.CooperativeWaiting;

/// <summary>One of the bodies that a <see cref="GreenletHub"/> runs.</summary>
/// <param name="name">For messages.</param>
[DebuggerDisplay("{Name,nq}, ended: {HasEnded}")]
public sealed class Greenlet(string name)
{
    public string Name => name;

    /// <summary>Whether its body came to its end, or failed.</summary>
    public bool HasEnded { get; set; }

    /// <summary>What its body threw; null if nothing.</summary>
    public Exception? Failure { get; set; }
}
