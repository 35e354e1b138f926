namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Programs of tasks with few enough schedules to run them all.</summary>
public static class SmallAsyncPrograms
{
    private static readonly Lazy<Dictionary<string, (SmallProgram Program, Action Test)>> _compiled = new(() =>
        SmallProgram.Compile([.. SmallProgramsTasks.All, .. SmallProgramsFlow.All, .. SmallProgramsCollections.All,
            .. SmallProgramsTasksFailing.All]).ToDictionary(compiled => compiled.Program.Name));

    /// <summary>The names of those that hold.</summary>
    public static TheoryData<string> Holding =>
    [
        .. SmallProgramsTasks.All.Concat(SmallProgramsFlow.All).Concat(SmallProgramsCollections.All)
            .Select(program => program.Name),
    ];

    /// <summary>The names of the others.</summary>
    public static TheoryData<string> Failing => [.. SmallProgramsTasksFailing.All.Select(program => program.Name)];

    internal static (SmallProgram Program, Action Test) Of(string name) => _compiled.Value[name];
}
