using System.Globalization;
using Workbook.Concurrency.Deadlocks;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>A bank and requests as a person types them: <c>free:3,3,2 P0:0,1,0:7,5,3</c> is what is free, then for each customer
/// its name, what it holds and what it claims; <c>P0:0,2,0</c> is a request.</summary>
public static class BankText
{
    /// <summary>The largest number that may stand in the text.</summary>
    public const int MaxNumber = 9_999;

    /// <summary>The largest number of customers.</summary>
    public const int MaxCustomers = 20;

    /// <summary>The largest number of kinds.</summary>
    public const int MaxKinds = 8;

    /// <summary>Reads a bank; words are separated by white space, and a # starts a comment up to the end of its line.</summary>
    /// <exception cref="FormatException">It is no bank; the message is one line: the spot, and what is right.</exception>
    public static (IReadOnlyList<string> Names, BankState State) ParseBank(string text)
    {
        string[] words = [.. text.Split('\n').SelectMany(line => Words(line.Split('#')[0]))];
        if (words.Length < 2 || words.Length - 1 > MaxCustomers)
            throw new FormatException($"give what is free and 1 to {MaxCustomers} customers, such as free:1 A:0:2 B:1:2");
        var first = words[0].Split(':');
        if (first.Length != 2 || first[0] != "free")
            throw new FormatException($"'{words[0]}' must say what is free, such as free:3,3,2");

        var free = ParseAmounts(words[0], first[1], kinds: null);
        var (names, holds, claims) = (new List<string>(), new List<ResourceVector>(), new List<ResourceVector>());
        foreach (var word in words.Skip(1))
        {
            var parts = word.Split(':');
            if (parts.Length != 3 || parts[0].Length == 0)
                throw new FormatException($"'{word}' is no customer; write name:holds:claims, such as A:0,1,0:7,5,3");
            if (names.Contains(parts[0]))
                throw new FormatException($"two customers are named '{parts[0]}'; give each its own name");
            names.Add(parts[0]);
            holds.Add(ParseAmounts(word, parts[1], free.Count));
            claims.Add(ParseAmounts(word, parts[2], free.Count));
            if (!holds[^1].FitsInto(claims[^1])) throw new FormatException($"'{word}' holds more than it claims");
        }
        var all = holds.Aggregate(free, (sum, row) => sum.Plus(row));
        var greedy = claims.FindIndex(claim => !claim.FitsInto(all));
        return greedy < 0
            ? (names, new BankState(all, claims, holds))
            : throw new FormatException(
                $"'{names[greedy]}' claims {claims[greedy]}, and with all that is lent there are only {all}");
    }

    /// <summary>Reads requests of the customers of a bank; none is fine.</summary>
    /// <exception cref="FormatException">One is no request; the message is one line: the spot, and what is right.</exception>
    public static IReadOnlyList<(int Customer, ResourceVector Amounts)> ParseRequests(
        string text, IReadOnlyList<string> names, int kinds) => [.. Words(text).Select(word =>
        {
            var parts = word.Split(':');
            if (parts.Length != 2) throw new FormatException($"'{word}' is no request; write name:amounts, such as A:1,0,2");
            var customer = names.ToList().IndexOf(parts[0]);
            if (customer < 0)
                throw new FormatException($"'{word}': no customer is named '{parts[0]}'; there are {string.Join(' ', names)}");
            return (customer, ParseAmounts(word, parts[1], kinds));
        })];

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static ResourceVector ParseAmounts(string word, string text, int? kinds)
    {
        var numbers = text.Split(',');
        if (kinds is { } count && numbers.Length != count)
            throw new FormatException($"'{text}' in '{word}': {numbers.Length} numbers, and the bank has {count} kinds");
        if (numbers.Length > MaxKinds) throw new FormatException($"'{text}' in '{word}': give at most {MaxKinds} kinds");
        return [.. numbers.Select(number =>
            int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= MaxNumber
                ? value
                : throw new FormatException($"'{number}' in '{word}' must be a whole number from 0 to {MaxNumber}"))];
    }
}
