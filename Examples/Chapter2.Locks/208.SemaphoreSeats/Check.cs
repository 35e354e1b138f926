// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving: one seat and
// three guests are enough for all that goes wrong with five and twenty.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SemaphoreSeats;

[NeverPolls("a guest at the door sleeps, and does not poll", Points = 1,
    Explains = "A guest waits by sleeping for a while or by asking again and again; he should be woken for a seat.")]
[Without("is built without a ready-made semaphore",
    "System.Threading.Semaphore", "System.Threading.SemaphoreSlim",
    "Workbook.Concurrency.Semaphores.*", "Workbook.Concurrency.Async.AsyncSemaphore", Points = 1,
    Explains = "SeatCounter is a semaphore, and the task is to build it: from a mutex and a condition, or what else there is.")]
public static class Check
{
    // g3 does not wait: while g2 is on its way from the wake-up to the seat, g3 may be faster.
    [Check("never more inside than seats", Points = 1,
        Explains = "A guest was let in while all seats were taken: looking for a free seat and taking it must be one step.")]
    public static void Never_too_many()
    {
        var (seats, inside) = (new SeatCounter(1), 0);
        void StaysAWhile(string guest)
        {
            var number = Interlocked.Increment(ref inside);
            Must.Hold(number <= 1, $"{guest} came in, and now there are {number} inside and 1 seat");
            Interlocked.Decrement(ref inside);
            seats.Release();
        }
        void Waits(string guest)
        {
            seats.Acquire();
            StaysAWhile(guest);
        }
        void Tries(string guest)
        {
            if (seats.TryAcquire()) StaysAWhile(guest);
        }
        Together.Run(("g1", () => Waits("g1")), ("g2", () => Waits("g2")), ("g3", () => Tries("g3")));
    }

    // Not too much: each of the two stays until the other is inside too.
    [Check("as many are inside together as there are seats", Points = 1,
        Explains = "While a seat is free, Acquire and TryAcquire claim it, whoever else is inside; TryAcquire never waits.")]
    public static void As_many_as_seats()
    {
        var seats = new SeatCounter(2);
        using var bothAreInside = new CountdownEvent(2);
        void StaysUntilBothAreInside()
        {
            var free = seats.Free;
            Must.Hold(free is 0 or 1, $"of two seats one is taken, or both, and Free is {free}");
            bothAreInside.Signal();
            bothAreInside.Wait();
        }
        void Waits()
        {
            seats.Acquire();
            StaysUntilBothAreInside();
        }
        void Tries()
        {
            Must.Hold(seats.TryAcquire(), "one of two guests came in, and TryAcquire did not get the other seat");
            StaysUntilBothAreInside();
        }
        Together.Run(("g1", Waits), ("g2", Tries));
        Must.Equal(0, seats.Free, "Free, while two sit on two seats,");
        Must.Hold(!seats.TryAcquire(), "no seat was free, and TryAcquire returned true");
        seats.Release();
        Must.Equal(1, seats.Free, "Free, after one of them has left,");
        Must.Hold(seats.TryAcquire(), "a seat was free, and TryAcquire returned false");
    }

    [Check("nobody sleeps beside a free seat", Points = 1,
        Explains = "Each release makes one seat, and a guest who sleeps has to be woken for it: also when two leave in a row.")]
    public static void Nobody_sleeps_on()
    {
        var seats = new SeatCounter(2);
        seats.Acquire();
        seats.Acquire();
        void BothLeave()
        {
            seats.Release();
            seats.Release();
        }
        Together.Run(("g3", () => seats.Acquire()), ("g4", () => seats.Acquire()), ("g1 and g2", BothLeave));
        Must.Equal(0, seats.Free, "Free, after two have left and two have come,");
    }

    [Check("who is cancelled has claimed nothing", Points = 1,
        Explains = "A cancelled Acquire throws OperationCanceledException, and leaves every seat and wake-up to the others.")]
    public static void Cancelled()
    {
        var seats = new SeatCounter(1);
        seats.Acquire();
        using var first = new CancellationTokenSource();
        void GivesUp() =>
            Must.Throw<OperationCanceledException>(() => seats.Acquire(first.Token), "Acquire(cancel), cancelled at the door,");
        Together.Run(("g1", GivesUp), ("canceller", first.Cancel));
        Must.Equal(0, seats.Free, "Free, with one seat that is taken and one guest who gave up,");

        using var second = new CancellationTokenSource();
        void MayGiveUp()
        {
            try { seats.Acquire(second.Token); }
            catch (OperationCanceledException) { return; }
            seats.Release();
        }
        void Waits()
        {
            seats.Acquire();
            seats.Release();
        }
        void LeavesAndCancels()
        {
            seats.Release();
            second.Cancel();
        }
        Together.Run(("g2", MayGiveUp), ("g3", Waits), ("g0", LeavesAndCancels));
        Must.Equal(1, seats.Free, "Free, after all have left or given up,");
    }

    [Check("a seat too many is refused, and a room without seats", Points = 1,
        Explains = "Release throws SemaphoreFullException when all seats are free, and changes nothing; fewer than one seat is "
            + "ArgumentOutOfRangeException.")]
    public static void Refusals()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new SeatCounter(0), "new SeatCounter(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new SeatCounter(-1), "new SeatCounter(-1)");
        var seats = new SeatCounter(2);
        Must.Throw<SemaphoreFullException>(seats.Release, "Release, when all seats are free,");
        Must.Equal(2, seats.Free, "Free, after a release that was refused,");

        seats.Acquire();
        var refused = 0;
        void Leaves()
        {
            try { seats.Release(); }
            catch (SemaphoreFullException) { Interlocked.Increment(ref refused); }
        }
        Together.Run(("g1", Leaves), ("g1's double", Leaves));
        Must.Equal(1, refused, "the number of refusals, when one seat is given back twice,");
        Must.Equal(2, seats.Free, "Free, when one seat is given back twice,");
    }
}
