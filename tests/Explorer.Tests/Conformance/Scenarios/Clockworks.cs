using System.Diagnostics;
using System.Security.Cryptography;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Clockworks
{
    public static string A_stopwatch()
    {
        Stopwatch watch = new(), running = Stopwatch.StartNew();
        var before = Seen.All(watch.IsRunning, watch.ElapsedTicks, watch.Elapsed, watch.ElapsedMilliseconds, watch,
            running.IsRunning);
        watch.Start();
        watch.Start();
        var (first, second) = (watch.Elapsed, watch.Elapsed);
        watch.Stop();
        watch.Stop();
        var stopped = watch.Elapsed;
        var rest = Seen.All(first <= second, second <= stopped, stopped == watch.Elapsed, watch.IsRunning);
        watch.Restart();
        var again = watch.IsRunning;
        watch.Reset();
        return Seen.All(before, rest, again, watch.IsRunning, watch.Elapsed, Stopwatch.Frequency > 0, Stopwatch.IsHighResolution,
            Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp()) >= TimeSpan.Zero,
            Stopwatch.GetElapsedTime(0, Stopwatch.Frequency));
    }

    public static string Dates()
    {
        var (utc, local, offset) = (DateTime.UtcNow, DateTime.Now, DateTimeOffset.UtcNow);
        return Seen.All(utc.Kind, local.Kind, offset.Offset, DateTime.Today.TimeOfDay, DateTime.Today.Kind,
            DateTime.UtcNow >= utc,
            (local.ToUniversalTime() - utc).Duration() < TimeSpan.FromMinutes(1),
            DateTimeOffset.Now.Offset == TimeZoneInfo.Local.GetUtcOffset(DateTimeOffset.Now),
            (TimeProvider.System.GetUtcNow() - offset).Duration() < TimeSpan.FromMinutes(1),
            TimeProvider.System.TimestampFrequency == Stopwatch.Frequency,
            TimeProvider.System.GetLocalNow().Offset == DateTimeOffset.Now.Offset, Environment.TickCount64 > 0);
    }

    public static string A_seeded_generator()
    {
        var random = new Random(7);
        var bytes = new byte[4];
        random.NextBytes(bytes);
        int[] shuffled = [1, 2, 3, 4, 5, 6];
        random.Shuffle(shuffled);
        return Seen.All(random.Next(), random.Next(10), random.Next(-5, 5), random.NextInt64(), random.NextInt64(9),
            random.NextInt64(-9, 9), random.NextDouble(),
            random.NextSingle(), Convert.ToHexString(bytes), string.Join(' ', shuffled),
            new string(random.GetItems("abc".AsSpan(), 5)),
            Seen.Of(() => random.Next(-1)), Seen.Of(() => random.Next(2, 1)), Seen.Of(() => random.NextBytes(null!)));
    }

    public static string Generators_without_a_seed()
    {
        using var generator = RandomNumberGenerator.Create();
        var bytes = new byte[100];
        generator.GetNonZeroBytes(bytes);
        Span<byte> span = stackalloc byte[8];
        RandomNumberGenerator.Fill(span);
        int[] values = [1, 2, 3];
        RandomNumberGenerator.Shuffle(values.AsSpan());
        return Seen.All(bytes.Contains((byte)0), RandomNumberGenerator.GetBytes(5).Length,
            RandomNumberGenerator.GetInt32(1), RandomNumberGenerator.GetInt32(4, 5),
            RandomNumberGenerator.GetString("a", 3), RandomNumberGenerator.GetHexString(4).Length, values.Sum(),
            RandomNumberGenerator.GetItems<int>([4], 2).Length,
            Random.Shared.Next(1), Random.Shared.Next(3, 4), new Random().Next(1), Guid.NewGuid().Version,
            Guid.NewGuid() == Guid.NewGuid(), Guid.CreateVersion7().Variant > 7,
            Seen.Of(() => RandomNumberGenerator.GetInt32(0)), Seen.Of(() => RandomNumberGenerator.GetInt32(3, 3)),
            Seen.Of(() => RandomNumberGenerator.GetBytes(-1)),
            Enumerable.Range(0, 9).Shuffle().Sum());
    }

    public static string Hash_codes()
    {
        object one = new(), other = new();
        var pair = (1, 2);
        return Seen.All(one.GetHashCode() == one.GetHashCode(),
            one.GetHashCode() == System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(one),
            one.GetHashCode() == other.GetHashCode(), 5.GetHashCode(), ((object)5).GetHashCode(),
            pair.GetHashCode() == (1, 2).GetHashCode(), new Own().GetHashCode(),
            new Base().GetHashCode() != 0, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(null),
            Seen.Of(() => ((object)null!).GetHashCode()));
    }

    private sealed class Own
    {
        public override int GetHashCode() => 3;
    }

    private sealed class Base
    {
        public override int GetHashCode() => base.GetHashCode() | 1;
    }
}
