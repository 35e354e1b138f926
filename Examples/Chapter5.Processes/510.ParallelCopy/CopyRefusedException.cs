namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>These two directories cannot be copied one to the other. Nothing was begun.</summary>
/// <param name="isTarget">Whether it is the target that is wrong; otherwise it is the source.</param>
/// <param name="message">What it must be, in one line.</param>
public sealed class CopyRefusedException(bool isTarget, string message) : IOException(message)
{
    /// <summary>Whether it is the target that is wrong; otherwise it is the source.</summary>
    public bool IsTarget { get; } = isTarget;
}
