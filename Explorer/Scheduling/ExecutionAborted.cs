namespace Workbook.Explorer.Scheduling;

/// <summary>Unwinds a thread whose execution is over before the thread's code is. Rewritten code does not catch it.</summary>
internal sealed class ExecutionAborted() : Exception("This execution is over; the explorer unwinds its threads.");
