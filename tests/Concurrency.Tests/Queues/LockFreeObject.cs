namespace Workbook.Concurrency.Tests.Queues;

/// <summary>A queue or stack of numbers, by its two operations.</summary>
/// <param name="Capacity">What it really holds, after rounding.</param>
/// <param name="TryPut">False: full.</param>
/// <param name="TryTake">Null: empty.</param>
internal sealed record LockFreeObject(int Capacity, Func<int, bool> TryPut, Func<int?> TryTake);
