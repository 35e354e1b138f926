namespace Workbook.Examples.Queues.QueueKinds;

/// <summary>What waits in the queues of this demo.</summary>
/// <param name="Number">When it came: 1, 2, 3, ...</param>
/// <param name="Priority">How urgent it is; 1 is the most urgent.</param>
public sealed record Ticket(int Number, int Priority)
{
    /// <summary><c>T3/1</c>: the third, of priority 1.</summary>
    public override string ToString() => $"T{Number}/{Priority}";
}
