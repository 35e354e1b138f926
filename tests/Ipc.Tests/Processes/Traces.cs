using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

/// <summary>A mark in the command line of processes that a test starts somewhere below others, so that they can be found again:
/// the seconds of a sleep, which no other test has.</summary>
internal sealed class Traces : IDisposable
{
    private static int _made;
    private readonly string _mark = $"98765.{Environment.ProcessId}{Interlocked.Increment(ref _made):0000}";

    /// <summary>What to write in a shell's line for a process that sleeps for a day.</summary>
    public string Sleep => $"sleep {_mark}";

    /// <summary>Those that run.</summary>
    public IReadOnlyList<ProcessInfo> Running =>
        [.. ProcessTable.Read().All.Where(process => process.IsAlive && process.CommandLine == Sleep)];

    public static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(60)), $"waited in vain until {what}");

    public void AllGone() => Until(() => Running.Count == 0, $"no '{Sleep}' is left"); // killed ones may need a moment

    public void Dispose()
    {
        foreach (var process in Running) Signals.TrySend(process.Id, Signal.SIGKILL);
    }
}
