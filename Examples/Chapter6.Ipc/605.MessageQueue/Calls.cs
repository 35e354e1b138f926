using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Ipc.Letters;

/// <summary>Each call of a letter box once, and what it returned.</summary>
internal static class Calls
{
    public static void Play(Stage stage, int patienceMs)
    {
        using var box = LetterBox.Create($"calls-{Environment.ProcessId}", capacity: 2);
        var rows = new List<string[]>();
        string Holds() => $"{box.Count}{(box.Count == box.Capacity ? ", full" : "")}{(box.IsClosed ? ", closed" : "")}";
        void Call(string call, Func<string> run) => rows.Add([call, run(), Holds()]);
        string Take() => box.Take(out var letter, stage.Cancel) ? $"true, {letter}" : "false";
        var patience = TimeSpan.FromMilliseconds(patienceMs);

        Call("TryTake()", () => $"{box.TryTake(out _)}".ToLowerInvariant());
        Call($"TryTake({patienceMs} ms)", () => After(patience, () => box.TryTake(out _, patience, stage.Cancel)));
        foreach (var name in new[] { "Ann", "Bob" })
            Call($"Put({name})", () =>
            {
                box.Put(name, stage.Cancel);
                return "";
            });
        Call("TryPut(Cem)", () => $"{box.TryPut("Cem")}".ToLowerInvariant());
        Call($"TryPut(Cem, {patienceMs} ms)", () => After(patience, () => box.TryPut("Cem", patience, stage.Cancel)));
        Call("Close()", () =>
        {
            box.Close();
            return "";
        });
        Call("Put(Dana)", () =>
        {
            try { box.Put("Dana", stage.Cancel); }
            catch (InvalidOperationException e) { return e.GetType().Name; }
            return "";
        });
        for (var i = 0; i < 3; i++) Call("Take()", Take);
        stage.Table("the calls, one after the other, capacity 2", ["call", "returned", "then holds"], rows);
    }

    private static string After(TimeSpan patience, Func<bool> call)
    {
        var start = Stopwatch.GetTimestamp();
        var result = $"{call()}".ToLowerInvariant();
        return Stopwatch.GetElapsedTime(start) >= patience
            ? $"{result}, after {patience.TotalMilliseconds:F0} ms"
            : $"{result}, TOO EARLY";
    }
}
