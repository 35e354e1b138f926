namespace Workbook.Explorer.Verdicts;

/// <summary>What an exception that left a thread says of the program.</summary>
internal static class Failures
{
    public static FailureKind KindOf(Exception exception)
    {
        if (exception is SynchronizationLockException or SemaphoreFullException or LockRecursionException or ObjectDisposedException)
            return FailureKind.Misuse;
        if (exception is TestReturnedFalseException) return FailureKind.Assertion;
        var name = exception.GetType().FullName ?? "";
        return name.StartsWith("Xunit.", StringComparison.Ordinal) || name.Contains("Assert", StringComparison.Ordinal)
            ? FailureKind.Assertion
            : FailureKind.Exception;
    }
}
