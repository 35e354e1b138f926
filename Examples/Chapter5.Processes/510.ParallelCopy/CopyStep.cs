namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>What a worker reports after each block.</summary>
/// <param name="ProcessId">The worker's.</param>
/// <param name="Number">The file's place in the plan.</param>
/// <param name="Bytes">How many bytes of it are copied so far. A file that is begun again begins at 0.</param>
public readonly record struct CopyStep(int ProcessId, int Number, long Bytes);
