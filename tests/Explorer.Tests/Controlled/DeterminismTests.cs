using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class DeterminismTests
{
    private static readonly Action _everything = () =>
    {
        var watch = Stopwatch.StartNew();
        var seen = new List<string>();
        using var source = new CancellationTokenSource(20);
        Thread a = new(() => Work(1)), b = new(() => Work(2));
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        lock (seen) throw new InvalidOperationException($"{string.Join("; ", seen.Order(StringComparer.Ordinal))}; "
            + $"{watch.Elapsed}");

        void Work(int number)
        {
            Thread.Sleep(Random.Shared.Next(1, 5));
            using var never = new ManualResetEventSlim();
            try { never.Wait(1 + new Random().Next(3), source.Token); }
            catch (OperationCanceledException) { Thread.Yield(); }
            lock (seen) seen.Add($"{number} {Environment.CurrentManagedThreadId} {Guid.NewGuid()} {DateTime.UtcNow:O} "
                + $"{RuntimeHelpers.GetHashCode(new object())}");
        }
    };

    [Fact]
    public void The_same_exploration_finds_the_same_schedule_and_the_same_values()
    {
        Verdict first = Explore.Test(_everything), second = Explore.Test(_everything);
        Assert.Equal(first.Schedule, second.Schedule);
        Assert.Equal(first.Failure!.Message, second.Failure!.Message);
        Assert.Equal(first.Schedules, second.Schedules);
        Assert.Equal(first.Timeline, second.Timeline);
    }

    // Whatever the machine; what is drawn is compared in ChanceTests.
    [Fact]
    public void Another_process_sees_the_same_values()
    {
        var verdict = Explore.Test(() =>
            throw new InvalidOperationException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{RuntimeHelpers.GetHashCode(new object())} {DateTime.UtcNow:O} {Stopwatch.GetTimestamp()} "
                + $"{Environment.TickCount64} {Environment.CurrentManagedThreadId}")));
        Assert.Contains("28388017 2026-01-01T00:00:00.0000010Z 36000000020 3600000 1", verdict.Failure!.Message);
    }
}
