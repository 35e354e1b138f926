namespace Workbook.Examples.Queues.CancellableWork;

/// <summary>A part of a booking that can be taken back.</summary>
/// <param name="Name">What is reserved.</param>
/// <param name="Reserve">Does it; throws <see cref="OperationCanceledException"/>, having changed nothing, when its token fires
/// meanwhile.</param>
/// <param name="Release">Takes it back; does not throw.</param>
public sealed record BookingStep(string Name, Action<CancellationToken> Reserve, Action Release);
