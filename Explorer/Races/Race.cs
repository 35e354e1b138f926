namespace Workbook.Explorer.Races;

/// <summary>Two accesses to one place that nothing orders, at least one of them a write.</summary>
/// <param name="Key">What was raced for: see <see cref="Location.Key"/>.</param>
/// <param name="Location">Its name.</param>
/// <param name="FirstSite">Where the one stands in the source.</param>
/// <param name="SecondSite">And the other; the smaller number is the first.</param>
internal readonly record struct Race(int Key, string Location, int FirstSite, int SecondSite);
