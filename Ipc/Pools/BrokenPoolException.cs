namespace Workbook.Ipc.Pools;

/// <summary>A worker could not be had, so the pool has closed: what waited fails with this, and new jobs are refused with it.
/// What runs goes on. The pool stays closed when the cause is gone; make another one.</summary>
/// <param name="message">What happened, and what to do.</param>
/// <param name="cause">What it was.</param>
public sealed class BrokenPoolException(string message, Exception cause) : InvalidOperationException(message, cause);
