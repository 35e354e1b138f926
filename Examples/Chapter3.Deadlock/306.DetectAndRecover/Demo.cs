using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Recovery;

[Exercise(306, "detect-and-recover", "Detect and recover", Points = 15, Small = "--transfers 10")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("transactions in the circle, and rows", 2, 6)] int transactions = 3,
        [Option("which of them gives way", 1, 6)] int victim = 2,
        [Option("threads of the storm", 1, 50)] int clerks = 4,
        [Option("rows of the storm", 2, 1_000)] int rows = 5,
        [Option("transfers of each clerk", 1, 100_000)] int transfers = 100,
        [Option("how long a transfer of the storm takes between its two rows", 0, 1_000)] int pauseMs = 1,
        [Option("give way without an undo log, and see money disappear")] bool broken = false)
    {
        if (victim > transactions)
            throw new BadOptionException("--victim", $"there are only {transactions} transactions, T1 to T{transactions}");

        TransactionRunner run = broken ? ForgetfulTransaction.Run : Transaction.Run;
        new Circle(stage, transactions, victim, run).Play();                        // [circle]
        stage.WriteLine();
        new Storm(stage, clerks, rows, transfers, pauseMs).Play(run);               // [storm]
    }
}
