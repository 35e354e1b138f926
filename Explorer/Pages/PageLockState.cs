namespace Workbook.Explorer.Pages;

/// <summary>How a lock or the like is at one moment.</summary>
/// <param name="Holders">Who holds it: numbers of lanes.</param>
/// <param name="State">In words: <c>2 permits</c>, <c>not set</c>; null: who holds it says all.</param>
internal sealed record PageLockState(IReadOnlyList<int> Holders, string? State)
{
    /// <summary>Whether the page would show the same.</summary>
    public bool IsSame(PageLockState other) => State == other.State && Holders.SequenceEqual(other.Holders);
}
