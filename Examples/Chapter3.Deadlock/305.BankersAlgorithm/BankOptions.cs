using Workbook.Concurrency.Deadlocks;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>The options <c>--bank</c>, <c>--file</c> and <c>--requests</c>.</summary>
internal static class BankOptions
{
    private const int LongestFile = 64_000; // in characters, more than the largest bank needs

    /// <summary>The bank of the textbook.</summary>
    public const string UsualBank = "free:3,3,2 P0:0,1,0:7,5,3 P1:2,0,0:3,2,2 P2:3,0,2:9,0,2 P3:2,1,1:2,2,2 P4:0,0,2:4,3,3";

    /// <summary>What is asked for there; another bank starts without requests.</summary>
    public const string UsualRequests = "P1:1,0,2 P4:3,3,0 P0:0,2,0";

    /// <summary>Reads them.</summary>
    /// <exception cref="BadOptionException">The text or the file is no bank, or a request is not for one of its
    /// customers.</exception>
    public static (IReadOnlyList<string> Names, BankState State, IReadOnlyList<(int Customer, ResourceVector Amounts)> Requests)
        Read(string bank, string file, string requests)
    {
        if (file.Length > 0 && bank != UsualBank)
            throw new BadOptionException("--file", "the bank is typed already; give --bank or --file, not both");

        var source = file.Length > 0 ? "--file" : "--bank";
        try
        {
            var (names, state) = BankText.ParseBank(file.Length > 0 ? TextOf(file) : bank);
            source = "--requests";
            var isOwn = file.Length > 0 || bank != UsualBank;
            return (names, state, BankText.ParseRequests(isOwn && requests == UsualRequests ? "" : requests, names, state.Kinds));
        }
        catch (FormatException wrong)
        {
            throw new BadOptionException(source, wrong.Message);
        }
    }

    private static string TextOf(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            var buffer = new char[LongestFile + 1];
            var length = reader.ReadBlock(buffer);
            return length <= LongestFile
                ? new string(buffer, 0, length)
                : throw new BadOptionException("--file", $"'{file}' is longer than {LongestFile} characters; it is no bank");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadOptionException("--file", $"'{file}' cannot be read: {e.Message}");
        }
    }
}
