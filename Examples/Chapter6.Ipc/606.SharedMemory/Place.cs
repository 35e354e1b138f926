namespace Workbook.Examples.Ipc.SharedCounters;

/// <summary>What the counters of the demo's table are for.</summary>
internal static class Place
{
    public const int Shown = 0, SeenByOther = 1, WrittenByOther = 2, Step = 3, Arrived = 4, ReadThenWrite = 5, Add = 6, Count = 7;
}
