namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>One thread, and what it writes.</summary>
/// <param name="Name">What the thread is called.</param>
/// <param name="Turns">The marks of each of its turns, in order.</param>
public sealed record Party(string Name, IReadOnlyList<string[]> Turns)
{
    /// <summary>One that writes 1 to 52, two numbers a turn, and one that writes A to Z, a letter a turn.</summary>
    public static IReadOnlyList<Party> NumbersAndLetters =>
    [
        new("numbers", [.. Enumerable.Range(0, 26).Select(turn => new[] { $"{2 * turn + 1}", $"{2 * turn + 2}" })]),
        new("letters", [.. Enumerable.Range(0, 26).Select(turn => new[] { $"{(char)('A' + turn)}" })]),
    ];

    /// <summary>t1, t2, ...: each writes its name, once a round.</summary>
    public static IReadOnlyList<Party> RoundRobin(int threads, int rounds) =>
        [.. from number in Enumerable.Range(1, threads)
            select new Party($"t{number}", [.. Enumerable.Repeat(new[] { $"t{number} " }, rounds)])];
}
