using Workbook.Concurrency.Tests.Async.Contract;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncBarrierTests
{
    private readonly AsyncBarrier _barrier = new(3);

    [Fact]
    public async Task All_go_on_when_the_last_has_arrived_tasks_and_threads()
    {
        var task = _barrier.SignalAndWaitAsync();
        var thread = WorkerThread.Start("participant", () => _barrier.SignalAndWait(), background: true);
        Patience.Until(() => DebuggerText.Of(_barrier) == "phase 0, 2 of 3 arrived", "two have arrived");
        Assert.False(task.IsCompleted);
        Assert.Equal((0, 3), (_barrier.CurrentPhaseNumber, _barrier.ParticipantCount));
        Assert.True(_barrier.SignalAndWaitAsync().IsCompletedSuccessfully);
        await task.InTime();
        thread.Ends();
        Assert.Equal(1, _barrier.CurrentPhaseNumber);
        Assert.Equal("phase 1, 0 of 3 arrived", DebuggerText.Of(_barrier));
    }

    [Fact]
    public async Task Who_is_cancelled_has_not_arrived()
    {
        using var source = new CancellationTokenSource();
        var first = _barrier.SignalAndWaitAsync();
        var cancelled = _barrier.SignalAndWaitAsync(source.Token);
        await source.CancelAsync();
        await cancelled.IsCanceledInTime();
        Assert.False(_barrier.TrySignalAndWait(TimeSpan.Zero));
        Assert.False(_barrier.TrySignalAndWait(TimeSpan.FromMilliseconds(20)));
        Assert.Throws<TaskCanceledException>(() => _barrier.SignalAndWait(source.Token));
        Assert.True(_barrier.SignalAndWaitAsync(source.Token).IsCanceled);
        Assert.False(first.IsCompleted);
        var second = _barrier.SignalAndWaitAsync();
        _barrier.SignalAndWait(source.Token); // the last needs no wait
        await Task.WhenAll(first, second).InTime();
    }

    [Fact]
    public async Task Nobody_is_a_phase_ahead()
    {
        const int Phases = 200;
        var done = new int[3];
        await Task.WhenAll(Enumerable.Range(0, 3).Select(Participate)).InTime();
        Assert.Equal(Phases, _barrier.CurrentPhaseNumber);

        async Task Participate(int me)
        {
            await Task.Yield();
            for (var phase = 1; phase <= Phases; phase++)
            {
                Volatile.Write(ref done[me], phase);
                await _barrier.SignalAndWaitAsync();
                for (var other = 0; other < done.Length; other++) Assert.True(Volatile.Read(ref done[other]) >= phase);
            }
        }
    }

    [Fact]
    public void Its_id_is_its_own_and_not_zero() => Ids.AreDistinct(() => new AsyncBarrier(1).Id, _barrier.Id, _barrier.Id);
}
