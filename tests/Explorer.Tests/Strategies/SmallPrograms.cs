namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs with few enough schedules to run them all.</summary>
public static class SmallPrograms
{
    private static readonly Lazy<Dictionary<string, (SmallProgram Program, Action Test)>> _compiled = new(() => SmallProgram.Compile(
    [
        .. SmallProgramsAtomics.All, .. SmallProgramsLocks.All, .. SmallProgramsTryLocks.All, .. SmallProgramsSignals.All,
        .. SmallProgramsThreads.All, .. SmallProgramsFailing.All,
    ]).ToDictionary(compiled => compiled.Program.Name));

    /// <summary>The names of those that hold.</summary>
    public static TheoryData<string> Holding =>
    [
        .. SmallProgramsAtomics.All.Concat(SmallProgramsLocks.All).Concat(SmallProgramsTryLocks.All).Concat(SmallProgramsSignals.All)
            .Concat(SmallProgramsThreads.All).Select(program => program.Name),
    ];

    /// <summary>The names of the others.</summary>
    public static TheoryData<string> Failing => [.. SmallProgramsFailing.All.Select(program => program.Name)];

    internal static (SmallProgram Program, Action Test) Of(string name) => _compiled.Value[name];
}
