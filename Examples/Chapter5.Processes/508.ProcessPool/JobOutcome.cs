using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>How the job for one item ended: with a value, or with a failure.</summary>
/// <param name="Value">What it returned; the default if it failed.</param>
/// <param name="Failure">Null if it returned. A <see cref="RemoteException"/> if it threw, a
/// <see cref="ChildDiedException"/> if its worker died.</param>
public readonly record struct JobOutcome<T>(T? Value, Exception? Failure);
