namespace Workbook.Examples.Threads.NoGil;

/// <summary>Work that has a beginning for one alone, and a rest that can be split.</summary>
public interface IJob
{
    /// <summary>How a child process is told which job: <c>cpu</c> or <c>io</c>.</summary>
    string Name { get; }

    /// <summary>The options of the demo that make the same job in a child process.</summary>
    string Options { get; }

    /// <summary>Does the part that cannot be split. Blocks until it is done.</summary>
    /// <returns>What was counted.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was done.</exception>
    long DoSerialPart(CancellationToken cancel);

    /// <summary>Does one of <paramref name="parts"/> equal parts of the rest. Blocks until it is done.</summary>
    /// <returns>What was counted.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was done.</exception>
    long DoPart(int part, int parts, CancellationToken cancel);
}
