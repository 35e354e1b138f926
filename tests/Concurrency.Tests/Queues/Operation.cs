namespace Workbook.Concurrency.Tests.Queues;

/// <summary>One call in a history: what it was, when it began and ended, and what it means for a sequential object.</summary>
/// <param name="Text">For a person: <c>put a: true</c>.</param>
/// <param name="Invoked">A time stamp taken before the call; of two calls the one that ended before the other was invoked
/// came first.</param>
/// <param name="Returned">A time stamp taken after the call.</param>
/// <param name="Apply">The state after this call with this result, or null when the object in that state would not have
/// answered so. A state is a string: an item is a character.</param>
internal sealed record Operation(string Text, long Invoked, long Returned, Func<string, string?> Apply)
{
    public override string ToString() => $"[{Invoked,3}..{Returned,3}] {Text}";
}
