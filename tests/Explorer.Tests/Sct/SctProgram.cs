using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Tests.Sct;

/// <summary>A program with a planted fault, as tools for concurrency testing are compared by, and the same without it.</summary>
/// <param name="Name">Of the program that it has its shape from, in SCTBench (Thomson, Donaldson, Betts, PPoPP 2014).</param>
/// <param name="Bad">Some schedule of it fails.</param>
/// <param name="Good">None does.</param>
/// <param name="Pct">The published mean of schedules to the first failure, by PCT with depth 3; 0: none.</param>
/// <param name="Pos">By POS.</param>
/// <param name="Surw">By SURW.</param>
internal sealed record SctProgram(string Name, Action Bad, Action Good, int Pct, int Pos, int Surw)
{
    /// <summary>All of them.</summary>
    public static readonly SctProgram[] All =
    [
        new("deadlock01", Deadlock01.Bad, Deadlock01.Good, 13, 4, 2),
        new("lazy01", Lazy01.Bad, Lazy01.Good, 5, 5, 2),
        new("account", Account.Bad, Account.Good, 4, 4, 6),
        new("stack", Stack.Bad, Stack.Good, 3, 2, 5),
        new("bluetooth", Bluetooth.Bad, Bluetooth.Good, 112, 36, 70),
        new("twostage", TwoStage.Bad, TwoStage.Good, 13, 15, 8),
        new("twostage_100", TwoStage.Bad100, TwoStage.Good100, 7466, 6674, 454),
        new("reorder_3", Reorder.Bad3, Reorder.Good3, 185, 86, 7),
        new("reorder_10", Reorder.Bad10, Reorder.Good10, 3225, 0, 17),
        new("reorder_100", Reorder.Bad100, Reorder.Good100, 0, 0, 194),
        new("wronglock", WrongLock.Bad, WrongLock.Good, 51, 10, 7),
        new("stringbuffer", StringBuffers.Bad, StringBuffers.Good, 281, 23, 8),
        new("work-stealing queue", StolenWork.Bad, StolenWork.Good, 48, 12, 6),
        new("circular_buffer", CircularBuffer.Bad, CircularBuffer.Good, 9, 2, 3),
        new("queue", FlaggedQueue.Bad, FlaggedQueue.Good, 3, 1, 2),
        new("token_ring", TokenRing.Bad, TokenRing.Good, 8, 9, 8),
        new("carter01", Carter01.Bad, Carter01.Good, 5, 2, 0),
    ];

    public override string ToString() => Name;

    /// <summary>The method in a rewritten copy of its assembly.</summary>
    public static Action Rewritten(Action test)
    {
        var (type, method) = (test.Method.DeclaringType!.FullName!, test.Method.Name);
        var program = RewrittenProgram.FromFile(test.Method.Module.Assembly.Location, (type, method));
        return program.Assembly.GetType(type)!.GetMethod(method)!.CreateDelegate<Action>();
    }
}
