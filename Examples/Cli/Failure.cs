using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>What an exception that ended a demo means to a person.</summary>
internal static class Failure
{
    /// <summary>Whether nothing but a cancelled wait is behind it: one's own, or another's at the same barrier.</summary>
    public static bool IsCancellation(Exception failure) => failure switch
    {
        AggregateException several => several.InnerExceptions.All(IsCancellation),
        WorkerFailedException { InnerException: { } inner } => IsCancellation(inner),
        _ => failure is OperationCanceledException or BrokenBarrierException,
    };

    public static int ExitCodeOf(Exception failure) => failure switch
    {
        CommandException command => command.ExitCode,
        BadOptionException => ExitCode.Refused,
        PlatformNotSupportedException => ExitCode.Lacking,
        WorkerFailedException { InnerException: PlatformNotSupportedException } => ExitCode.Lacking,
        AggregateException { InnerExceptions: [var only] } => ExitCodeOf(only),
        _ => ExitCode.Failed,
    };

    /// <summary>One line each.</summary>
    public static IEnumerable<string> Lines(Exception failure) => failure switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(Lines),
        BadOptionException bad => [OneLine($"{bad.Option}: {bad.Message}")],
        _ => [OneLine(failure.Message)],
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
