namespace Workbook.Examples.Ipc.SharedCounters;

/// <summary>What the second process does. It shares nothing with the first but the file.</summary>
internal static class OtherProcess
{
    public static void Run(string path, int increments)
    {
        using var table = CounterTable.Open(path);
        var here = new Rendezvous(table, () => { });

        here.Await(1);
        var seen = table.Read(Place.Shown);
        table.Write(Place.SeenByOther, seen);
        here.Pass(2);
        here.Await(3);
        table.Write(Place.Shown, seen + 1);
        table.Write(Place.WrittenByOther, seen + 1);
        here.Pass(4);

        here.Meet();
        for (var i = 0; i < increments; i++) table.Write(Place.ReadThenWrite, table.Read(Place.ReadThenWrite) + 1);
        here.Meet();
        here.Meet();
        for (var i = 0; i < increments; i++) table.Add(Place.Add, 1);
        here.Meet();
    }
}
