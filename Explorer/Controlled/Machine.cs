using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>What a program asks of the machine that it runs on: the same on every one.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class Machine
{
    /// <summary>Two: enough for threads to run at once.</summary>
    [Replaces(typeof(Environment), nameof(Environment.ProcessorCount))]
    public static int ProcessorCount => 2;

    /// <summary>The number of the calling thread, as <see cref="Thread.ManagedThreadId"/> says it.</summary>
    [Replaces(typeof(Environment), nameof(Environment.CurrentManagedThreadId))]
    public static int CurrentManagedThreadId =>
        Execution.Current is null ? Environment.CurrentManagedThreadId : Thread.CurrentThread.ManagedThreadId;
}
