namespace Workbook.Explorer;

/// <summary>An assembly has no method of that name, or it cannot be run as a test; the message says why.</summary>
/// <param name="message">One sentence.</param>
/// <param name="isMissing">Whether there is no such method.</param>
public sealed class TestMethodException(string message, bool isMissing) : NoVerdictException(message)
{
    /// <summary>Whether there is no such method; otherwise there is one, and it is no test.</summary>
    public bool IsMissing => isMissing;
}
