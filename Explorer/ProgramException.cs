namespace Workbook.Explorer;

/// <summary>The program cannot be explored: its file is missing or no managed assembly, something that it needs is not there, or
/// the like.</summary>
/// <param name="message">One sentence: what it is, and what would be right.</param>
/// <param name="cause">What was thrown underneath, if anything was.</param>
public sealed class ProgramException(string message, Exception? cause = null) : NoVerdictException(message, cause);
