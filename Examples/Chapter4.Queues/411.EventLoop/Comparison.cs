// A device clicks now and then. Who listens to it?
//
//      polls         look look look look look look look CLICK look look look        all the time
//      polls, rests  look ...... look ...... look ..... CLICK ... look              sees it when it looks next
//      events        (sleeps)                           CLICK, woken                only when there is something
//
// Who polls looks at one place: of two clicks between two looks it sees the later one. A queue keeps both.
// What is measured is the processor time of the whole process: the device and the listener.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.EventDriven;

/// <summary>The same clicks, for one that polls and for one that waits for events.</summary>
internal sealed class Comparison(Stage stage, int clicks, int pauseMs)
{
    private readonly record struct Outcome(
        string Way, int Seen, long Looks, TimeSpan Delay, TimeSpan Elapsed, TimeSpan Processor);

    public void Measure()
    {
        (string Way, Func<int, int, Action<long>, long> Listener)[] listeners =
        [
            ("polls without rest", (clicks, pause, seen) => Poll(clicks, pause, seen, restMs: 0)),
            ("polls, rests for 1 ms", (clicks, pause, seen) => Poll(clicks, pause, seen, restMs: 1)),
            ("polls, rests for 7 ms", (clicks, pause, seen) => Poll(clicks, pause, seen, restMs: 7)),
            ("waits for events", Wait),
        ];
        // First for practice: what is called for the first time is compiled, and what is called often again, in the background.
        for (var round = 0; round < 2 && clicks * pauseMs >= 100; round++)
        {
            foreach (var (way, listener) in listeners) Listen(way, clicks: 35, pause: 1, listener);
            stage.Sleep(150);
        }
        var outcomes = listeners.Select(one => Listen(one.Way, clicks, pauseMs, one.Listener)).ToList();
        stage.Table($"{clicks} {(clicks == 1 ? "click" : "clicks")}, {pauseMs} ms apart, and one thread that listens",
            ["it", "clicks seen", "looks", "seen after, ms", "elapsed, ms", "processor, ms", "of one core"],
            outcomes.Select(one => (string[])[one.Way, $"{one.Seen}", $"{one.Looks:N0}",
                $"{one.Delay.TotalMilliseconds / Math.Max(1, one.Seen):0.00}", $"{one.Elapsed.TotalMilliseconds:0}",
                $"{one.Processor.TotalMilliseconds:0.0}", $"{one.Processor / one.Elapsed:0%}"]));
    }

    // The listener is called on this thread, gives each click that it sees to `seen`, and returns how often it looked.
    private Outcome Listen(string way, int clicks, int pause, Func<int, int, Action<long>, long> listener)
    {
        var (count, delay) = (0, TimeSpan.Zero);
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var looks = listener(clicks, pause, clickedAt => { count++; delay += Stopwatch.GetElapsedTime(clickedAt); });
        return new Outcome(
            way, count, looks, delay, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
    }

    private long Poll(int clicks, int pause, Action<long> seen, int restMs)
    {
        long clickedAt = 0; // 0: no click. Written by the device with Volatile, read here; taken back here by Interlocked
        var isOver = false; // the device's last write
        var device = StartDevice(
            clicks, pause, time => Volatile.Write(ref clickedAt, time), () => Volatile.Write(ref isOver, true));
        var looks = 0L;
        for (var last = false; ; looks++)
        {
            var time = Volatile.Read(ref clickedAt);                    // [look]
            if (time != 0 && Interlocked.CompareExchange(ref clickedAt, 0, time) == time) seen(time);
            if (last) break;
            last = Volatile.Read(ref isOver);                           // one look more: the last click came before this
            if (restMs > 0) stage.Cancel.WaitHandle.WaitOne(restMs);
        }
        device.Join();
        return looks;
    }

    private long Wait(int clicks, int pause, Action<long> seen)
    {
        var module = new EventModule();
        var looks = 0L;
        module.Define("click");
        module.Register("click", time => { looks++; seen(long.Parse(time)); }); // [called]
        var device = StartDevice(clicks, pause, time => module.Post("click", $"{time}"), module.Stop);
        try { module.Run(stage.Cancel); }
        finally { device.Join(); } // after Ctrl+C too: nothing is left behind
        return looks;
    }

    private WorkerThread StartDevice(int clicks, int pause, Action<long> click, Action end) => WorkerThread.Start("device", () =>
    {
        try
        {
            for (var i = 0; i < clicks; i++)
            {
                stage.Sleep(pause);
                click(Stopwatch.GetTimestamp());
            }
        }
        finally { end(); } // also after Ctrl+C: who polls shall not poll for ever
    });
}
