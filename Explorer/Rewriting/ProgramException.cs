namespace Workbook.Explorer.Rewriting;

/// <summary>The program cannot be explored: it is no managed assembly, something of it is missing, or the like.</summary>
/// <param name="message">One sentence: what it is, and what would be right.</param>
/// <param name="cause">What was thrown underneath, if anything was.</param>
public sealed class ProgramException(string message, Exception? cause = null) : Exception(message, cause);
