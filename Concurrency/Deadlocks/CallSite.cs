using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>A place in the source from which a lock was asked for.</summary>
/// <param name="File">The path as the compiler saw it; null when no place was recorded.</param>
/// <param name="Line">From 1.</param>
/// <param name="Member">The method around it; for a lambda, the method that the lambda stands in.</param>
public readonly record struct CallSite(string? File, int Line, string? Member)
{
    /// <summary>The place from which this method is called.</summary>
    public static CallSite Here(
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") =>
        new(file, line, member);

    /// <summary><c>Bank.cs:42 in Transfer</c>, or <c>a place unknown</c>.</summary>
    public override string ToString() => File is null ? "a place unknown" : $"{Path.GetFileName(File)}:{Line} in {Member}";

    /// <summary>Looks along the stack for the first caller outside this library. Some ten microseconds: only for a thread that is
    /// going to sleep anyway. Without debug information, unknown.</summary>
    internal static CallSite OfCallerOutside()
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            var method = frame.GetMethod();
            if (method is null || method.Module.Assembly == typeof(CallSite).Assembly) continue;
            return frame.GetFileName() is { } file ? new CallSite(file, frame.GetFileLineNumber(), method.Name) : default;
        }
        return default;
    }
}
