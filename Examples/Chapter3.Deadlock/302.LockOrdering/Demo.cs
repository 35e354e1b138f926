using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.LockOrder;

[Exercise(302, "lock-ordering", "Lock ordering", Points = 15, Small = "--rounds 100")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("how often each job is done through OrderedLocks", 1, 1_000_000)] int rounds = 2_000,
        [Option("also let the jobs meet, and see what the checker warned of")] bool together = false,
        [Option("let the calendar take its machines in the order of the others")] bool repaired = false)
    {
        if (together && repaired)
            throw new BadOptionException(
                "--together", "not with --repaired: two jobs then begin with the cutter, and cannot both hold it");

        var shop = new PrintShop(stage, repaired);
        shop.OneAfterTheOther();                                    // [learned]
        stage.WriteLine();
        shop.CalendarAlone();                                       // [ranks]
        stage.WriteLine();
        if (together)
        {
            shop.AllTogether();                                     // [deadlock]
            stage.WriteLine();
        }
        new NightShift(stage, rounds).Through(new OrderedLocks(3)); // [cure]
    }
}
