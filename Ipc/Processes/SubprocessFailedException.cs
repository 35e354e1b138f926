namespace Workbook.Ipc.Processes;

/// <summary>A command was run, and did not do what it was to do.</summary>
/// <param name="result">What became of it.</param>
public sealed class SubprocessFailedException(SubprocessResult result) : Exception(Describe(result))
{
    /// <summary>What became of it, with all that it wrote.</summary>
    public SubprocessResult Result => result;

    private static string Describe(SubprocessResult result)
    {
        var seconds = FormattableString.Invariant($"{result.Elapsed.TotalSeconds:0.0}");
        var how = result.TimedOut ? $"took longer than it may, and was killed after {seconds} s"
            : result.IsSuccess ? $"wrote more than the {result.Command.OutputLimit} bytes that are kept"
            : $"ended with {(result.Status.Signal is { } signal ? Signals.NameOf(signal) : result.Status)}";
        var lastWords = result.Error.Split('\n', StringSplitOptions.TrimEntries).LastOrDefault(line => line.Length > 0);
        return $"'{result.Command.Program}' {how}{(lastWords is null ? "." : $": {lastWords}")}";
    }
}
