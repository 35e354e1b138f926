using System.Diagnostics;

namespace Workbook.Explorer.Tests.Scheduling;

/// <summary>Makes the collector move what was made lately, again and again, until it is disposed of.</summary>
/// <remarks>A collection stops all threads, and takes the longer the more the tests before have left: so the others are given as
/// much time after each as it has taken. Without that they hardly move, which looks like a deadlock.</remarks>
internal sealed class MovingCollector : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;
    private int _rounds;

    public MovingCollector()
    {
        _thread = new Thread(Collect) { Name = "collector", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether it has been at work often enough for a test to have met it.</summary>
    public bool WasBusy => Volatile.Read(ref _rounds) >= 100;

    public void Dispose()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
    }

    private void Collect()
    {
        var kept = new object?[2_000];
        var took = TimeSpan.Zero;
        for (var round = 0; !_over.Wait(took); Volatile.Write(ref _rounds, ++round))
        {
            for (var i = 0; i < kept.Length; i++) kept[i] = (round + i) % 3 == 0 ? new byte[64] : null; // gaps to close
            var start = Stopwatch.GetTimestamp();
            GC.Collect(round % 2, GCCollectionMode.Forced, blocking: true, compacting: true);
            took = Stopwatch.GetElapsedTime(start);
        }
    }
}
