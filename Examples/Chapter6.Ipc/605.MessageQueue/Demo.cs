using Workbook.Examples.Exercises;

namespace Workbook.Examples.Ipc.Letters;

[Exercise(605, "message-queue", "A queue between processes", Points = 14,
    Small = "--logins 3 --write 0ms --check 0ms --patience 5ms")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("logins in all", 1, 1_000)] int logins = 8,
        [Option("letters that the box holds", 1, 1_000)] int capacity = 2,
        [Option("time that it takes to write a login", 0, 10_000)] int writeMs = 10,
        [Option("time that it takes to check one", 0, 10_000)] int checkMs = 50,
        [Option("how long the timed calls wait at the beginning", 1, 10_000)] int patienceMs = 50,
        [Option("kill a process there instead: producer:after-claim, producer:mid-write, producer:blocked, consumer:mid-take, "
            + "consumer:blocked, or all")] string kill = "")
    {
        if (kill.Length > 0 && kill != "all" && !CrashLaboratory.Victims.Contains(kill))
            throw new BadOptionException("--kill", $"must be all, {string.Join(", ", CrashLaboratory.Victims)}");
        if (kill.Length > 0)
        {
            foreach (var victim in CrashLaboratory.Victims.Where(victim => kill == "all" || kill == victim))
            {
                if (victim != CrashLaboratory.Victims[0] && kill == "all") stage.WriteLine();
                CrashLaboratory.Play(stage, victim);
            }
            return;
        }
        Calls.Play(stage, patienceMs);
        stage.WriteLine();
        Door.Play(stage, logins, capacity, writeMs, checkMs);
    }
}
