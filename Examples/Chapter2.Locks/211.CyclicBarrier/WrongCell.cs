namespace Workbook.Examples.Locks.Barriers;

/// <summary>A cell that is not what it should be.</summary>
/// <param name="Generation">In which generation.</param>
/// <param name="Row">From 0, the topmost.</param>
/// <param name="Column">From 0, the leftmost.</param>
/// <param name="Band">Whose row it is.</param>
/// <param name="IsAlive">What it is.</param>
public sealed record WrongCell(int Generation, int Row, int Column, Band Band, bool IsAlive)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"generation {Generation}, row {Row}, column {Column}, in {Band.Name}: "
        + (IsAlive ? "alive, and should be dead" : "dead, and should be alive");
}
