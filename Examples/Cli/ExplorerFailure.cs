using Workbook.Explorer;
using Workbook.Explorer.Rewriting;

namespace Workbook.Examples.Cli;

/// <summary>What an exception of the explorer means to a person.</summary>
internal static class ExplorerFailure
{
    /// <summary>Whether the test is sound as input, and cannot be judged.</summary>
    public static bool IsRefusal(Exception failure) => failure is RefusedException or NondeterministicTestException or NotSupportedException;

    /// <summary>Whether it is about what was asked for.</summary>
    public static bool IsInput(Exception failure) =>
        failure is TestMethodException or BadImageFormatException or ReplayDivergedException or FileNotFoundException
            or IOException or UnauthorizedAccessException;

    /// <summary>A refusal, a line for each thing that is not controlled.</summary>
    public static IEnumerable<string> Lines(Exception refusal) => refusal is not RefusedException refused ? [refusal.Message]
        : ["refused: it reaches what can block or start work and is not under the explorer's control:", .. refused.Uses.Select(use => $"  {use}")];
}
