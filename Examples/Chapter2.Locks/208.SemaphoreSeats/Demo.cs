// main                      g01 ... g20                              the room
//   starts the guests
//                           claim a seat, or sleep at the door       at most five inside
//                           sit for a while (--stay)
//                           leave, and give the seat back            wakes one at the door
//   joins them, and asks what was seen in the room

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SemaphoreSeats;

[Exercise(208, "semaphore-seats", "Five seats, twenty guests", Points = 7, Small = "--stay 5ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("seats in the room", 1, 50)] int seats = 5,
        [Option("guests, who all come at the same time", 1, 200)] int guests = 20,
        [Option("the shortest stay of a guest; others stay twice or three times as long", 0, 10_000)] int stayMs = 100,
        [Option("give back one seat more than was claimed, at the end")] bool extraRelease = false,
        [Option("look for a free seat outside the lock, and let in one too many")] bool broken = false)
    {
        if (broken && guests <= seats)
            throw new BadOptionException("--guests", $"with --broken there must be more than seats, at least {seats + 1}");
        if (broken && extraRelease)
            throw new BadOptionException("--extra-release", "not with --broken: that counter does not know its maximum");

        ISeatCounter counter = broken ? new CarelessSeatCounter(seats, stage.Cancel) : new SeatCounter(seats);
        var room = new Room(stage, seats);
        using (room)
        {
            var group = new ThreadGroup();
            for (var number = 1; number <= guests; number++)
            {
                var guest = $"g{number:00}";
                var stay = stayMs * (1 + (number % 3));
                group.Start(guest, () =>
                {
                    var waits = !counter.TryAcquire();   // [try]
                    if (waits)
                    {
                        room.Waits(guest);
                        counter.Acquire(stage.Cancel);   // [door] sleeps here
                    }
                    room.Sits(guest, waits);
                    if (broken) room.Overcrowded.Wait(stage.Cancel); // nobody leaves before the moment that we want to see
                    stage.Sleep(stay);                   // [inside] five at the same time
                    room.Leaves(guest);
                    counter.Release();                   // [release]
                });
            }
            group.Join();
        }
        foreach (var line in room.Findings) stage.WriteLine(line);
        if (extraRelease) ReleaseOnceMore(stage, counter);
    }

    private static void ReleaseOnceMore(Stage stage, ISeatCounter counter)
    {
        try
        {
            counter.Release(); // [once more] nobody is inside
            stage.WriteLine($"one release too many was accepted: {counter.Free} seats free");
        }
        catch (SemaphoreFullException refusal)
        {
            stage.WriteLine($"one release too many: {refusal.GetType().Name}: {refusal.Message} ({counter.Free} free)");
        }
    }
}
