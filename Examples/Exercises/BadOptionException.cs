namespace Workbook.Examples.Exercises;

/// <summary>An option has a value that makes no sense, by itself or beside another; the command says so in one line, with exit code 2.</summary>
/// <param name="option">The option as it is typed, <c>--windows</c>.</param>
/// <param name="message">What was wrong and what would be right, in one line.</param>
public sealed class BadOptionException(string option, string message) : Exception(message)
{
    /// <summary>The option as it is typed.</summary>
    public string Option => option;
}
