namespace Workbook.Explorer;

/// <summary>A program did not do what it did when its replay was recorded.</summary>
/// <param name="message">One sentence: where they part.</param>
/// <param name="wasRebuilt">Whether the program was built again since: that explains it.</param>
public sealed class ReplayDivergedException(string message, bool wasRebuilt) : NoVerdictException(message)
{
    /// <summary>Whether the program was built again since.</summary>
    public bool WasRebuilt => wasRebuilt;
}
