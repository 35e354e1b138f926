namespace Workbook.Ipc.Processes;

/// <summary>A field of a <see cref="WorkerProcess"/> that does not travel: over there it has its default value.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class StaysHereAttribute : Attribute;
