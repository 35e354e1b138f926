namespace Workbook.Examples.Threads.NoGil;

/// <summary>Waits, many times, as for a disk or a distant server: a job that hardly needs a core.</summary>
/// <param name="waits">How many times.</param>
/// <param name="waitMs">How long each takes, in milliseconds.</param>
/// <param name="serialPercent">How many of the waits may not be split off, 0 to 100.</param>
public sealed class WaitJob(int waits, int waitMs, int serialPercent) : IJob
{
    private readonly int _serial = (int)((long)waits * serialPercent / 100);

    /// <inheritdoc/>
    public string Name => "io";

    /// <inheritdoc/>
    public string Options => $"--waits {waits} --wait {waitMs}ms --serial {serialPercent}";

    /// <inheritdoc/>
    public long DoSerialPart(CancellationToken cancel) => Wait(_serial, cancel);

    /// <inheritdoc/>
    public long DoPart(int part, int parts, CancellationToken cancel)
    {
        var rest = waits - _serial;
        return Wait((int)((long)rest * (part + 1) / parts) - (int)((long)rest * part / parts), cancel);
    }

    private long Wait(int times, CancellationToken cancel)
    {
        for (var i = 0; i < times; i++)
        {
            if (waitMs > 0) cancel.WaitHandle.WaitOne(waitMs); // [wait] the thread is blocked, and its core is free
            cancel.ThrowIfCancellationRequested();
        }
        return times;
    }
}
