using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SemaphoreSeats;

/// <summary>What holds of the seats.</summary>
public static class Scenarios
{
    [Scenario("one seat, two guests: one sits at a time, and both have sat")]
    public static void OneSeat()
    {
        var (seats, sat) = (new SeatCounter(1), 0);
        Together.Run(("guest 1", Sit), ("guest 2", Sit));
        Require.That(sat == 2);
        Require.That(seats.Free == 1);

        void Sit()
        {
            seats.Acquire();
            sat++;
            seats.Release();
        }
    }

    [Scenario("the last seat goes to one of two who do not wait")]
    public static void LastSeat()
    {
        var seats = new SeatCounter(1);
        var (first, second) = (false, false);
        Together.Run(("guest 1", () => first = seats.TryAcquire()), ("guest 2", () => second = seats.TryAcquire()));
        Require.That(first != second);
    }
}
