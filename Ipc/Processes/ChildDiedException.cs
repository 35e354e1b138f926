namespace Workbook.Ipc.Processes;

/// <summary>A child ended without returning: it was killed, or it called <see cref="Environment.Exit"/>.</summary>
/// <param name="name">Which.</param>
/// <param name="status">How it ended.</param>
public sealed class ChildDiedException(string name, ExitStatus status) : Exception($"{name} ended without a result: {status}.")
{
    /// <summary>How it ended.</summary>
    public ExitStatus Status { get; } = status;
}
