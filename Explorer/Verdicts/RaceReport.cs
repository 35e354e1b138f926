namespace Workbook.Explorer.Verdicts;

/// <summary>Two accesses to the same memory, by two threads, one of them a write, that nothing orders.</summary>
/// <param name="Location">For what they race: <c>Account.balance</c>.</param>
/// <param name="First">Where the one is: <c>Account.cs:12</c>.</param>
/// <param name="Second">Where the other is.</param>
/// <param name="MattersHere">Whether the failure that is told is not there when the two come in the other order, all else being
/// kept as far as it can be, and no other race that is turned round along with it explains that. Never true of a test that does
/// not fail.</param>
public sealed record RaceReport(string Location, string First, string Second, bool MattersHere)
{
    /// <summary><c>Account.cs:12 and Account.cs:13 race for Account.balance</c>.</summary>
    public override string ToString() => $"{First} and {Second} race for {Location}";
}
