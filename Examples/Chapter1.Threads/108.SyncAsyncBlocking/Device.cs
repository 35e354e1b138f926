// A device works by itself; the processor only waits for it:
//
//      Start                         ready
//        |------- its time -----------|
//        IsReady: no   no   no   no     yes      never blocks
//        WaitUntilReady: ..............|         sleeps
//
//   I1  It never becomes unready again.

using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>A stand-in for a disk or a network card: once started it needs its time, and no processor.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("IsReady = {IsReady}")]
internal sealed class Device
{
    private readonly long _readyAt; // a Stopwatch time stamp

    private Device(int milliseconds) => _readyAt = Stopwatch.GetTimestamp() + milliseconds * Stopwatch.Frequency / 1000;

    /// <summary>Starts a device that is ready after so many milliseconds.</summary>
    public static Device Start(int milliseconds) => new(milliseconds);

    /// <summary>Whether it is ready. Answers at once, without a lock and without a call to the system.</summary>
    public bool IsReady => Stopwatch.GetTimestamp() >= _readyAt;

    /// <summary>Blocks until it is ready.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public void WaitUntilReady(Stage stage)
    {
        while (!IsReady) // again, for a sleep may end a little early
        {
            var left = (_readyAt - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
            stage.Sleep(Math.Max(1, (int)Math.Ceiling(left)));
        }
    }
}
