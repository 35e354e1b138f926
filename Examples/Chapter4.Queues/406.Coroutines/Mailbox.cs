using System.Diagnostics;

namespace Workbook.Examples.Queues.CooperativeTasks;

/// <summary>Where a coroutine finds what was sent to it. In C# a yield has no value, so it has to lie somewhere.</summary>
[DebuggerDisplay("{Value}")]
public sealed class Mailbox<T>
{
    /// <summary>What came with this turn: read it after <c>yield return Wish.Value</c>.</summary>
    public T? Value { get; set; }
}
