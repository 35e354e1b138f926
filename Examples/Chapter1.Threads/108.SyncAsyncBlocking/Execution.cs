namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>What the thread that executes a job does while the device is not ready.</summary>
public enum Execution
{
    /// <summary>It sleeps in the device. It needs no processor, and can do nothing else.</summary>
    Blocking,

    /// <summary>It asks the device, gets "not yet" at once, and asks again. It is never asleep.</summary>
    NonBlocking,
}
