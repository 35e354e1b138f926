namespace Workbook.Ipc.Processes;

/// <summary>A child ended without returning: it was killed, it called <see cref="Environment.Exit"/>, or threw a
/// <see cref="ChildExitException"/>.</summary>
/// <param name="name">Which.</param>
/// <param name="status">How it ended.</param>
/// <param name="exitMessage">What it said at its end, if anything.</param>
public sealed class ChildDiedException(string name, ExitStatus status, string? exitMessage = null)
    : Exception($"{name} ended without a result: {status}{(exitMessage is null ? "" : $", {exitMessage}")}.")
{
    /// <summary>How it ended.</summary>
    public ExitStatus Status { get; } = status;

    /// <summary>What it said at its end, or null.</summary>
    public string? ExitMessage { get; } = exitMessage;
}
