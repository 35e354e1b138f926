using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Coroutines;

namespace Bench;

/// <summary>From one coroutine to the next, ten of them in turn. Wanted: at most 60 ns. Beside it the bare iterator, and
/// Task.Yield on the pool, which is the platform's nearest.</summary>
public class CoroutineSwitch
{
    private const int Coroutines = 10, Each = 100_000;

    [Benchmark(Baseline = true, OperationsPerInvoke = Coroutines * Each)]
    public void Yield()
    {
        var scheduler = new CoroutineScheduler();
        for (var i = 0; i < Coroutines; i++) scheduler.Spawn("c", Steps());
        scheduler.Run();
    }

    [Benchmark(OperationsPerInvoke = 2 * Each)]
    public void SendAndReceive()
    {
        var scheduler = new CoroutineScheduler();
        var (ping, pong) = (new Inbox<int>(scheduler), new Inbox<int>(scheduler));
        scheduler.Spawn("a", Echo(ping, pong));
        scheduler.Spawn("b", Echo(pong, ping));
        ping.Send(0);
        scheduler.Run();
    }

    [Benchmark(OperationsPerInvoke = Coroutines * Each)]
    public int BareIterator()
    {
        var steps = 0;
        for (var i = 0; i < Coroutines; i++) foreach (var _ in Steps()) steps++;
        return steps;
    }

    [Benchmark(OperationsPerInvoke = Each)]
    public void TaskYield() => Yields().GetAwaiter().GetResult();

    private static async Task Yields() { for (var i = 0; i < Each; i++) await Task.Yield(); }

    private static IEnumerable<Step> Steps() { for (var i = 0; i < Each; i++) yield return Step.Yield; }

    private static IEnumerable<Step> Echo(Inbox<int> from, Inbox<int> to)
    {
        for (var i = 0; i < Each; i++)
        {
            yield return from.Receive();
            to.Send(from.Item + 1);
        }
    }
}
