namespace Workbook.Examples.Processes.ClassAsProcess;

/// <summary>What a jukebox reports.</summary>
/// <param name="Song">What begins now; null at the end.</param>
/// <param name="Played">How many songs it has played to the end.</param>
/// <param name="RanIn">The process that says so.</param>
public sealed record Playing(string? Song, int Played, int RanIn);
