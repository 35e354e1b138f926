using System.Diagnostics;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>Many items through one buffer, from P producers to as many consumers.</summary>
/// <param name="stage">Its token ends the run.</param>
/// <param name="items">In all, numbered from 0; producer k of P puts k, k + P, k + 2P, ..., and consumer k takes as many.</param>
/// <param name="pairs">How many producers, and how many consumers.</param>
/// <param name="pauseMs">How long a producer rests after each item; meanwhile the consumers fall asleep.</param>
public sealed class LongRun(Stage stage, int items, int pairs, int pauseMs)
{
    /// <summary>Sends the items through the buffer of Solution.cs, and says whether each arrived, and once.</summary>
    public string Through(BoundedBuffer<int> buffer)
    {
        var received = new List<int>[pairs];
        Run(item => buffer.Put(item, stage.Cancel), consumer => received[consumer].Add(buffer.Take(stage.Cancel)),
            prepare: consumer => received[consumer] = []);

        var arrived = received.SelectMany(taken => taken).CountBy(item => item).ToDictionary();
        var lost = Enumerable.Range(0, items).Count(item => !arrived.ContainsKey(item));
        var twice = arrived.Count(item => item.Value > 1);
        return $"{items} items put, {received.Sum(taken => taken.Count)} taken: {lost} lost, {twice} taken twice";
    }

    /// <summary>Sends them through a buffer that counts its wake-ups.</summary>
    /// <returns>How often anybody was woken, how often for nothing, and how long it took.</returns>
    public (int WakeUps, int Useless, TimeSpan Elapsed) Measure(int capacity, WakeStyle style)
    {
        var buffer = new ObservedBuffer(capacity, style, new ParkingMutex());
        var start = Stopwatch.GetTimestamp();
        Run(item => buffer.Put("item", stage.Cancel), _ => buffer.Take(stage.Cancel), prepare: _ => { });
        var (all, useless) = buffer.WakeUps;
        return (all, useless, Stopwatch.GetElapsedTime(start));
    }

    private void Run(Action<int> put, Action<int> take, Action<int> prepare)
    {
        var group = new ThreadGroup();
        for (var number = 0; number < pairs; number++)
        {
            var k = number;
            prepare(k);
            group.Start($"producer {k + 1}", () =>
            {
                for (var item = k; item < items; item += pairs)
                {
                    put(item);
                    stage.Sleep(pauseMs);
                }
            });
            group.Start($"consumer {k + 1}", () => { for (var item = k; item < items; item += pairs) take(k); });
        }
        group.Join();
    }
}
