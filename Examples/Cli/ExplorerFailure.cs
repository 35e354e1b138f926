using Workbook.Explorer;

namespace Workbook.Examples.Cli;

/// <summary>What an exception of the explorer means to a person.</summary>
internal static class ExplorerFailure
{
    /// <summary>Whether the test is sound as input, and cannot be judged.</summary>
    public static bool IsRefusal(Exception failure) => failure is NoVerdictException && !IsInput(failure);

    /// <summary>Whether it is about what was asked for.</summary>
    public static bool IsInput(Exception failure) =>
        failure is ProgramException or TestMethodException or ReplayDivergedException;

    /// <summary>A refusal, a line for each thing that is not controlled.</summary>
    public static IEnumerable<string> Lines(Exception refusal) =>
        refusal is not RefusedException { Uses: not [] } refused ? [refusal.Message]
        : ["refused: it reaches what can block or start work and is not under the explorer's control:",
            .. refused.Uses.Select(use => $"  {use}")];
}
