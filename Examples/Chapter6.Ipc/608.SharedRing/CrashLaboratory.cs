// The library's two rings, which let a process stand between their steps, and a process that is killed there with kill -9:
//
//      the other process                        this process
//      writes "first"
//      claims room, writes, ...  and stays      sees that it stays; kill -9
//                                               reads all there is, and is told that no more comes
//                                               writes "next" in its place, reads it

using System.Diagnostics;
using System.Text;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Workbook.Examples.Ipc.RingBeside;

/// <summary>Kills a writer, or a reader, at a chosen step, and shows what the ring makes of it.</summary>
internal static class CrashLaboratory
{
    private static readonly string[] _steps = ["after-claim", "mid-write", "after-commit", "mid-read"];
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    public static void Run(Stage stage, string kill)
    {
        if (kill != "all" && !_steps.Contains(kill))
            throw new BadOptionException("--kill", $"must be none, all, {string.Join(", ", _steps)}");
        var rows = new List<string[]>();
        foreach (var step in _steps.Where(step => kill == "all" || kill == step))
        {
            rows.Add(["one writer, one reader", step, .. KillAtSpsc(stage, step)]);
            rows.Add(["many of both", step, .. KillAtMpmc(stage, step)]);
        }
        stage.Table("a process is killed, the others go on", ["ring", "killed", "then read", "ms", "the ring says"], rows);
    }

    private static string[] KillAtSpsc(Stage stage, string step)
    {
        using var ring = SharedSpscRing.CreateAnonymous(1024);
        using var reached = SharedValue<int>.CreateAnonymous();
        if (step == "mid-read") ring.TryWrite("first"u8);
        using var child = ChildProcess.Start(UseSpsc, ring, reached, step, _options);
        Kill(stage, child, reached);
        var says = ring.HasProducerLeft ? "the writer has gone" : ring.HasConsumerLeft ? "the reader has gone" : "both are there";
        var start = Stopwatch.GetTimestamp();
        var read = new List<string>();
        Span<byte> buffer = stackalloc byte[64];
        if (step == "mid-read") ring.Complete(); // so that we are told when we have read all
        while (ring.Read(buffer, out var length, stage.Cancel)) // [told]
            read.Add(Encoding.UTF8.GetString(buffer[..length]));
        var elapsed = Stopwatch.GetElapsedTime(start);
        ring.TryWrite("next"u8); // [successor]
        if (ring.TryRead(buffer, out var next)) read.Add(Encoding.UTF8.GetString(buffer[..next]));
        return [string.Join(", ", read), $"{elapsed.TotalMilliseconds:F0}", says];
    }

    private static string[] KillAtMpmc(Stage stage, string step)
    {
        using var ring = SharedMpmcRing.CreateAnonymous(capacity: 2, slotSize: 64);
        using var reached = SharedValue<int>.CreateAnonymous();
        if (step == "mid-read") ring.TryWrite("first"u8);
        using var child = ChildProcess.Start(UseMpmc, ring, reached, step, _options);
        Kill(stage, child, reached);
        var start = Stopwatch.GetTimestamp();
        var read = new List<string>();
        Span<byte> buffer = stackalloc byte[64];
        for (var i = 0; i < 2; i++) // the ring has two slots: the second lap needs the dead one's
        {
            ring.Write("next"u8, Timeout.InfiniteTimeSpan, stage.Cancel);
            do
            {
                ring.Read(buffer, out var length, Timeout.InfiniteTimeSpan, stage.Cancel);
                read.Add(Encoding.UTF8.GetString(buffer[..length]));
            }
            while (ring.Count > 0);
        }
        var elapsed = Stopwatch.GetElapsedTime(start);
        return [string.Join(", ", read), $"{elapsed.TotalMilliseconds:F0}", $"{ring.Skipped} skipped, {ring.Lost} lost"];
    }

    private static void Kill(Stage stage, ChildProcess child, SharedValue<int> reached)
    {
        var wait = new SpinWait();
        while (reached.Value == 0)
        {
            stage.Cancel.ThrowIfCancellationRequested();
            if (!child.IsAlive) throw new InvalidOperationException($"It ended before it was killed: {child.Exit}.");
            wait.SpinOnce();
        }
        child.Kill();
        child.Join(stage.Cancel);
    }

    // ---- in the other process ----

    private static void UseSpsc(SharedSpscRing ring, SharedValue<int> reached, string step)
    {
        if (step == "mid-read")
        {
            ring.TryPeek(out _);
            Stay(reached);
        }
        ring.TryWrite("first"u8);
        ring.TryClaim(6, out var room);
        if (step == "after-claim") Stay(reached);
        "sec"u8.CopyTo(room);
        if (step == "mid-write") Stay(reached);
        "second"u8.CopyTo(room);
        ring.Commit();
        Stay(reached);
    }

    private static void UseMpmc(SharedMpmcRing ring, SharedValue<int> reached, string step)
    {
        if (step == "mid-read")
        {
            ring.TryPeek(out _);
            Stay(reached);
        }
        ring.TryClaim(out var claim);
        if (step == "after-claim") Stay(reached);
        "sec"u8.CopyTo(claim.Bytes);
        if (step == "mid-write") Stay(reached);
        "second"u8.CopyTo(claim.Bytes);
        claim.Commit(6);
        Stay(reached);
    }

    private static void Stay(SharedValue<int> reached)
    {
        reached.Value = 1;
        Thread.Sleep(Timeout.Infinite);
    }
}
