using System.Text.Json.Serialization;

namespace Workbook.Examples.Threads.NoGil;

/// <summary>Work that has a beginning for one alone, and a rest that can be split.</summary>
/// <remarks>A job is a value, so that it can travel to a child process: these are the kinds that the child may make of
/// it.</remarks>
[JsonDerivedType(typeof(PrimeJob), "cpu")]
[JsonDerivedType(typeof(WaitJob), "io")]
public interface IJob
{
    /// <summary><c>cpu</c> or <c>io</c>.</summary>
    string Name { get; }

    /// <summary>Does the part that cannot be split. Blocks until it is done.</summary>
    /// <returns>What was counted.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was done.</exception>
    long DoSerialPart(CancellationToken cancel);

    /// <summary>Does one of <paramref name="parts"/> equal parts of the rest. Blocks until it is done.</summary>
    /// <returns>What was counted.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before it was done.</exception>
    long DoPart(int part, int parts, CancellationToken cancel);
}
