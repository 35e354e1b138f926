namespace Workbook.Examples.Threads.NoGil;

/// <summary>Waits, many times, as for a disk or a distant server: a job that hardly needs a core.</summary>
/// <param name="Waits">How many times.</param>
/// <param name="WaitMs">How long each takes, in milliseconds.</param>
/// <param name="SerialPercent">How many of the waits may not be split off, 0 to 100.</param>
public sealed record WaitJob(int Waits, int WaitMs, int SerialPercent) : IJob
{
    private int Serial => (int)((long)Waits * SerialPercent / 100);

    /// <inheritdoc/>
    public string Name => "io";

    /// <inheritdoc/>
    public long DoSerialPart(CancellationToken cancel) => Wait(Serial, cancel);

    /// <inheritdoc/>
    public long DoPart(int part, int parts, CancellationToken cancel)
    {
        var rest = Waits - Serial;
        return Wait((int)((long)rest * (part + 1) / parts) - (int)((long)rest * part / parts), cancel);
    }

    private long Wait(int times, CancellationToken cancel)
    {
        for (var i = 0; i < times; i++)
        {
            if (WaitMs > 0) cancel.WaitHandle.WaitOne(WaitMs); // [wait] the thread is blocked, and its core is free
            cancel.ThrowIfCancellationRequested();
        }
        return times;
    }
}
