namespace Workbook.Explorer.Verdicts;

/// <summary>The kinds of failures as texts: <c>lost-wakeup</c>.</summary>
public static class FailureKinds
{
    /// <summary>As the command prints it.</summary>
    public static string Text(this FailureKind kind) => kind switch
    {
        FailureKind.Assertion => "assertion",
        FailureKind.Exception => "exception",
        FailureKind.Deadlock => "deadlock",
        FailureKind.PartialDeadlock => "partial-deadlock",
        FailureKind.LostWakeup => "lost-wakeup",
        FailureKind.Livelock => "livelock",
        FailureKind.Misuse => "misuse",
        FailureKind.Race => "race",
        FailureKind.ThreadLeft => "thread-left",
        FailureKind.Sleep => "sleep",
        FailureKind.BusyWait => "busy-wait",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind with that text.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static FailureKind Read(string text)
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            if (kind.Text() == text) return kind;
        }
        throw new FormatException($"'{text}' is no kind of failure.");
    }
}
