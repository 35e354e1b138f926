namespace Workbook.Examples.Exercises;

/// <summary>Thrown by a demo whose options make no sense together, or name what is not there: one line, and exit code 2.</summary>
/// <param name="option">The option as it is written, <c>--order</c>.</param>
/// <param name="message">What it must be.</param>
public sealed class BadOptionException(string option, string message) : Exception(message)
{
    /// <summary>The option as it is written, <c>--order</c>.</summary>
    public string Option => option;
}
