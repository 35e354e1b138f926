namespace Workbook.Explorer.Verdicts;

/// <summary>Where a test stands, so that a replay finds it again.</summary>
/// <param name="Type">The type, as reflection calls it.</param>
/// <param name="Method">The method.</param>
/// <param name="Assembly">The file of its assembly; null if it has none.</param>
/// <param name="Build">The version of its module.</param>
internal sealed record TestPlace(string Type, string Method, string? Assembly = null, Guid? Build = null);
