// Programs derive from it, and the platform's own code asks the thread for it: so it is one of the platform's, whose members that
// would use the pool do it the explorer's way. A thread has none until it sets one.

using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.SynchronizationContext;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class SynchronizationContext : Platform
{
    /// <summary>The calling thread's; null: it has none.</summary>
    public static new SynchronizationContext? Current => Platform.Current as SynchronizationContext;

    /// <summary>Makes it the calling thread's. What is awaited there from now on goes on by its Post.</summary>
    public static void SetSynchronizationContext(SynchronizationContext? syncContext) =>
        Platform.SetSynchronizationContext(syncContext);

    /// <summary>Has it done on the pool, and does not wait.</summary>
    public override void Post(SendOrPostCallback d, object? state) =>
        ControlledScheduler.Queue("posted", Flow.Captured(() => d(state)));

    /// <summary>Another one like it.</summary>
    public new virtual SynchronizationContext CreateCopy() => new();
}
