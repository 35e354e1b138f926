using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Triplets;

/// <summary>What the three do. All this runs in the children.</summary>
internal static class Lives
{
    public static void Eat(Connection reports, int stepMs)
    {
        Step(reports, stepMs, "eats");
        Step(reports, stepMs, "is full");
    } // [return]

    public static void Sleep(Connection reports, int stepMs)
    {
        Step(reports, stepMs, "sleeps");
        throw new ChildExitException("do not wake me"); // [message]
    }

    public static void HitTheBeans(Connection reports, int stepMs)
    {
        for (var hit = 1; hit <= 3; hit++) Step(reports, stepMs, $"hits the beans, {hit}");
        throw new ChildExitException(3); // [code]
    }

    private static void Step(Connection reports, int stepMs, string words)
    {
        reports.Send(new Report(ChildProcess.Current!.ParentId, words));
        Thread.Sleep(stepMs);
    }
}
