namespace Workbook.Examples.Locks.SafePublication;

/// <summary>A way to make something once.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Get">Returns the value, making it if need be.</param>
public sealed record Contender(string Name, Func<Settings> Get);
