using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Transfers;

[Exercise(301, "deadlock", "Deadlock", Points = 15, Small = "--watch 10ms --transfers 100")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("which teller gives way", 1, 2)] int victim = 2,
        [Option("how long to watch the deadlock before it is ended", 0, 900)] int watchMs = 100,
        [Option("accounts of the bank that cannot deadlock", 2, 1_000)] int accounts = 5,
        [Option("tellers of that bank", 1, 50)] int tellers = 8,
        [Option("transfers that each of these tellers is asked for", 1, 10_000_000)] int transfers = 2_000)
    {
        new TwoTellers(stage, victim, watchMs).Play();                                     // [deadlock]
        stage.WriteLine();
        new Rush(stage, tellers, transfers).Through(new Bank(accounts, 100), accounts);    // [solution]
    }
}
