namespace Workbook.Explorer.Verdicts;

/// <summary>What an exception that left a thread says of the program.</summary>
internal static class Failures
{
    /// <summary>In one line: the message of a failed assertion, or the exception's type and message.</summary>
    public static string Words(Exception exception)
    {
        if (OnlyOne(exception) is { } only && KindOf(only) == FailureKind.Assertion) return Words(only);
        var lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var message = string.Join("; ", lines.Select((line, i) => i < lines.Length - 1 ? line.TrimEnd('.') : line));
        while (message.Contains("  ", StringComparison.Ordinal)) message = message.Replace("  ", " ", StringComparison.Ordinal);
        return KindOf(exception) == FailureKind.Assertion ? message : $"throws {exception.GetType().Name}: {message}";
    }

    public static FailureKind KindOf(Exception exception)
    {
        if (OnlyOne(exception) is { } only) return KindOf(only);
        if (exception is SynchronizationLockException or SemaphoreFullException or LockRecursionException
            or ObjectDisposedException or AbandonedMutexException)
        {
            return FailureKind.Misuse;
        }
        if ((exception is InvalidOperationException or ApplicationException) && IsOurs(exception)) return FailureKind.Misuse;
        var name = exception.GetType().FullName ?? "";
        return name.StartsWith("Xunit.", StringComparison.Ordinal) || name.Contains("Assert", StringComparison.Ordinal)
            ? FailureKind.Assertion
            : FailureKind.Exception;
    }

    // Of a task that was waited for.
    private static Exception? OnlyOne(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var only] } ? only : null;

    // A countdown signalled too often, a mutex given back by another: a controlled type said so.
    private static bool IsOurs(Exception exception) => exception.TargetSite?.Module == typeof(Failures).Module;
}
