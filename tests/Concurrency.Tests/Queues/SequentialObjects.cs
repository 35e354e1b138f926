namespace Workbook.Concurrency.Tests.Queues;

/// <summary>What a queue and a stack do when nobody else is there: the specifications that histories are held against.</summary>
internal static class SequentialObjects
{
    public static Func<string, string?> Put(char item, bool accepted, int capacity = int.MaxValue) =>
        state => accepted == state.Length < capacity ? accepted ? state + item : state : null;

    /// <param name="item">Null: the answer was "empty".</param>
    public static Func<string, string?> TakeOldest(char? item) => state => item switch
    {
        null => state.Length == 0 ? state : null,
        { } taken => state.Length > 0 && state[0] == taken ? state[1..] : null,
    };

    /// <param name="item">Null: the answer was "empty".</param>
    public static Func<string, string?> TakeYoungest(char? item) => state => item switch
    {
        null => state.Length == 0 ? state : null,
        { } taken => state.Length > 0 && state[^1] == taken ? state[..^1] : null,
    };
}
