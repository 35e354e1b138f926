// One thread sleeps here, any thread wakes it. A permit, at most one, remembers a wake-up that came too early:
//
//                 Unpark                     Park (returns at once)
//       Empty ------------> Permit        Permit ------------> Empty
//         |                    ^
//         | Park               | Unpark: and pulses the monitor
//         +-----> Parked ------+
//
//   I1  Only the parking thread moves to Parked, and it sleeps only while the state is Parked.
//   I2  A wake-up is never lost: Unpark leaves Permit behind whatever the state was, and whoever was Parked is pulsed.
//
// I2 holds because the sleeper tests the state inside the monitor and Unpark pulses inside it: between the test and the
// sleep there is no gap in which a pulse could fall.

using System.Diagnostics;

namespace Workbook.Concurrency.Threads;

/// <summary>Puts one thread to sleep until another hands it a permit. All that blocks in this library ends up here.</summary>
/// <remarks>One thread at a time may park; any thread may unpark. The permit does not accumulate.
/// After java.util.concurrent.locks.LockSupport, but without spurious returns.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class Parker
{
    private const int Empty = 0, Permit = 1, Parked = 2;

    [ThreadStatic] private static Parker? _ofThisThread;

    private readonly object _monitor = new(); // the sleeper's; guards nothing, see I2
    private int _state;                       // written by Interlocked only; pairs: Park's exchange with Unpark's

    /// <summary>The parker with which this library blocks the calling thread. It may hold an old permit: wait in a
    /// loop.</summary>
    internal static Parker OfThisThread => _ofThisThread ??= new Parker();

    /// <summary>Blocks until a permit is there, and takes it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while no permit was there.</exception>
    /// <exception cref="InvalidOperationException">Another thread is parked here.</exception>
    public void Park(CancellationToken cancel = default)
    {
        if (!TryPark(Deadline.Never, cancel)) throw new OperationCanceledException(cancel);
    }

    /// <summary>Blocks until a permit is there, and takes it, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">Zero (only look) to <see cref="int.MaxValue"/> ms, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait; an already cancelled one means: do not wait.</param>
    /// <returns>True with the permit taken, false when the time was over first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while no permit was there.</exception>
    /// <exception cref="InvalidOperationException">Another thread is parked here.</exception>
    public bool Park(TimeSpan timeout, CancellationToken cancel = default)
    {
        if (TryPark(Deadline.After(timeout), cancel)) return true;
        cancel.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Hands over the permit, waking the parked thread if there is one. Never blocks for long.</summary>
    public void Unpark()
    {
        if (Interlocked.Exchange(ref _state, Permit) == Parked) Pulse();
    }

    /// <returns>False when the time was over or <paramref name="cancel"/> fired before a permit came.</returns>
    internal bool TryPark(Deadline deadline, CancellationToken cancel)
    {
        if (Interlocked.CompareExchange(ref _state, Empty, Permit) == Permit) return true;

        using var wake = cancel.UnsafeRegister(static parker => ((Parker)parker!).Pulse(), this); // outside the monitor
        lock (_monitor)
        {
            var before = Interlocked.CompareExchange(ref _state, Parked, Empty);
            if (before == Parked)
                throw new InvalidOperationException("Another thread is parked here; give each thread a parker of its own.");
            // A loop: a cancellation pulses too, and what counts is the state.
            while (Volatile.Read(ref _state) == Parked)
            {
                if (cancel.IsCancellationRequested || deadline.HasPassed)
                {
                    if (Interlocked.CompareExchange(ref _state, Empty, Parked) == Parked) return false;
                    break; // a permit came just now: take it
                }
                try { Monitor.Wait(_monitor, deadline.RemainingMilliseconds); }
                catch (ThreadInterruptedException)
                {
                    Interlocked.CompareExchange(ref _state, Empty, Parked); // no longer parked; a permit stays for the next Park
                    throw;
                }
            }
            // Takes the permit; an Unpark from here on is for the next Park. A full fence: what the caller reads now must be
            // read after this, or an Unpark before it, whose permit we have just swept away, would go unseen altogether.
            Interlocked.Exchange(ref _state, Empty);
            return true;
        }
    }

    // An interrupt of the waking thread is for its own next wait: the sleeper would never be told again.
    private void Pulse()
    {
        for (var interrupted = false; ; interrupted = true)
        {
            try
            {
                lock (_monitor) Monitor.Pulse(_monitor);
                if (interrupted) Thread.CurrentThread.Interrupt();
                return;
            }
            catch (ThreadInterruptedException) { }
        }
    }

    private string Display => _state switch { Permit => "permit", Parked => "parked", _ => "empty" };
}
