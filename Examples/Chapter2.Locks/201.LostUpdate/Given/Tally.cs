namespace Workbook.Examples.Locks.LostUpdate;

/// <summary>What a <see cref="TallyCounter"/> held at one moment.</summary>
/// <param name="Additions">How many amounts were added.</param>
/// <param name="Sum">All of them together.</param>
/// <param name="Largest">The largest of them; 0 before the first.</param>
public readonly record struct Tally(long Additions, long Sum, int Largest);
