namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>What goes through the queue.</summary>
/// <param name="Producer">Who made it, <c>p1</c>, <c>p2</c>, ...</param>
/// <param name="Number">Its number among those of its producer, from 1.</param>
public sealed record Item(string Producer, int Number)
{
    /// <summary><c>p1-17</c>.</summary>
    public override string ToString() => $"{Producer}-{Number}";
}
