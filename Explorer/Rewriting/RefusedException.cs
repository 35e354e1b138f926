namespace Workbook.Explorer.Rewriting;

/// <summary>The test reaches code that the explorer does not control: what it would say could be wrong, so it says
/// nothing.</summary>
/// <param name="uses">Each with its place: "System.Threading.Tasks.Task.Run in Shop.Sell, Shop.cs:12".</param>
public sealed class RefusedException(IReadOnlyList<string> uses)
    : Exception($"This test cannot be explored: it reaches {string.Join("; ", uses.Take(3))}"
        + $"{(uses.Count > 3 ? $"; and {uses.Count - 3} more" : "")}, "
        + "which can block or start work and is not under the explorer's control.")
{
    /// <summary>All that was found.</summary>
    public IReadOnlyList<string> Uses { get; } = uses;
}
