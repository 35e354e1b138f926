namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>Compares what went in with what came out.</summary>
/// <param name="accepted">What each producer has put, in its order.</param>
/// <param name="taken">What each consumer has taken, in its order.</param>
public sealed class Audit(IReadOnlyList<Hand> accepted, IReadOnlyList<Hand> taken)
{
    /// <summary>The verdict, a line each.</summary>
    public IEnumerable<string> Findings
    {
        get
        {
            var put = accepted.SelectMany(hand => hand.Items).ToHashSet();
            var times = taken.SelectMany(hand => hand.Items).CountBy(item => item).ToDictionary();
            var (lost, fromNowhere) = (put.Count(item => !times.ContainsKey(item)), times.Keys.Count(item => !put.Contains(item)));
            yield return $"{put.Count} put, {times.Values.Sum()} taken: {lost} lost, "
                + $"{times.Values.Count(count => count > 1)} taken twice, {fromNowhere} from nowhere";

            var overtaken = taken.SelectMany(Overtaken).FirstOrDefault();
            yield return overtaken ?? "in order: no consumer got an item of a producer after a later one of the same producer";
        }
    }

    // All that one consumer got from one producer must have rising numbers.
    private static IEnumerable<string> Overtaken(Hand consumer) =>
        from ofOne in consumer.Items.GroupBy(item => item.Producer)
        from pair in ofOne.Zip(ofOne.Skip(1))
        where pair.Second.Number <= pair.First.Number
        select $"OUT OF ORDER: {consumer.Name} got {pair.Second} after {pair.First}";
}
