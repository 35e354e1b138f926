namespace Workbook.Examples.Exercises;

/// <summary>An option has a value that makes no sense: the command prints the message and ends with exit code 2.</summary>
/// <param name="option">As it is typed, without the dashes: <c>jobs</c>.</param>
/// <param name="message">One line, without a full stop: what is wrong and what would be right.</param>
public sealed class BadOptionException(string option, string message) : Exception($"--{option}: {message}")
{
    /// <summary>As it is typed, without the dashes.</summary>
    public string Option => option;
}
