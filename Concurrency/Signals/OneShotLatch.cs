// The starting gun: it fires once, and is heard by all, also by those who come late.
//
//                 Open
//      closed ------------> open        there is no way back
//
//   I1  Once open, always open: a thread that saw it open need not look again.

using System.Diagnostics;

namespace Workbook.Concurrency.Signals;

/// <summary>A gate that opens once and never closes.</summary>
/// <remarks>Any thread may call any member. What a thread wrote before <see cref="Open"/> is seen by whoever finds it open.
/// A <see cref="ManualEvent"/> without its Reset: what cannot be called cannot be called at the wrong time.
/// Goetz et al., Java Concurrency in Practice, 2006, ch. 5.5.1 (latches).</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class OneShotLatch
{
    private readonly ManualEvent _opened = new(); // never reset: I1

    /// <summary>Whether it is open. True stays true; false may be stale by the time it returns.</summary>
    public bool IsOpen => _opened.IsSet;

    /// <summary>Opens the latch and lets all waiting threads go. Repeating it changes nothing. Never blocks for long.</summary>
    public void Open() => _opened.Set();

    /// <summary>Blocks until the latch is open.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it was closed.</exception>
    public void Wait(CancellationToken cancel = default) => _opened.Wait(cancel);

    /// <summary>Blocks until the latch is open, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (only look) to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True when it was open, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it was closed.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default) => _opened.Wait(timeout, cancel);

    private string Display => $"{(IsOpen ? "open" : "closed")}, {_opened.Waiting} waiting";
}
