using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class ChanceTests
{
    private static readonly Random _static = new();

    private static Verdict Proved(Action test, ExploreOptions? options = null)
    {
        var verdict = Explore.Test(test, options);
        Assert.True(verdict.Strength == Strength.Proved, $"{verdict}\n{verdict.Timeline}");
        return verdict;
    }

    // What a test draws, told by the message that it fails with.
    private static string Told(Action test, ulong seed = 1) =>
        Explore.Test(test, new ExploreOptions { Seed = seed }).Failure!.Message;

    private static readonly Action _drawsAll = () =>
        throw new InvalidOperationException(string.Join(' ', new Random().Next(), Random.Shared.NextDouble(),
        _static.Next(), Guid.NewGuid(), Guid.CreateVersion7(), RandomNumberGenerator.GetInt32(1000),
        RandomNumberGenerator.GetHexString(8),
        Convert.ToHexString(RandomNumberGenerator.GetBytes(4)), RandomNumberGenerator.GetString("abc", 5),
        string.Join(',', Enumerable.Range(0, 9).Shuffle()),
        RuntimeHelpers.GetHashCode(new object()), new object().GetHashCode(), Environment.CurrentManagedThreadId,
        Environment.ProcessorCount));

    [Fact]
    public void The_same_seed_draws_the_same() => Assert.Equal(Told(_drawsAll), Told(_drawsAll));

    [Fact]
    public void Another_seed_draws_others() => Assert.NotEqual(Told(_drawsAll), Told(_drawsAll, seed: 2));

    [Fact]
    public void A_generator_with_a_seed_draws_what_it_does_elsewhere()
    {
        Proved(() => Assert.Equal([1434747710, 302596119, 269548474],
            new[] { new Random(42) }.SelectMany(random => new[] { random.Next(), random.Next(), random.Next() })));
        var random = new Random(42);
        Assert.Equal([1434747710, 302596119, 269548474], new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Identifiers_are_unique() => Proved(() =>
    {
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).Distinct().Count());
        Assert.Equal(4, Guid.NewGuid().Version);
        Assert.Equal(7, Guid.CreateVersion7().Version);
        Assert.NotEqual(new Random().Next(), new Random().Next());
    });

    [Fact]
    public void A_thread_draws_the_same_whatever_the_others_draw() => Proved(() =>
    {
        var drawn = new int[2];
        Thread a = new(() => drawn[0] = Random.Shared.Next(1000)), b = new(() => drawn[1] = Random.Shared.Next(1000));
        a.Start();
        b.Start();
        Random.Shared.Next();
        a.Join();
        b.Join();
        Assert.Equal([379, 27], drawn); // on every machine
    });

    [Fact]
    public void One_generator_for_two_threads_is_a_race()
    {
        var verdict = Explore.Test(() =>
        {
            var random = new Random(1);
            Thread other = new(() => random.Next(10));
            other.Start();
            random.Next(10);
            other.Join();
        });
        Assert.Contains(verdict.Races, race => race.Location == "Random.state");
    }

    [Fact]
    public void The_shared_one_is_safe() => Assert.Empty(Proved(() =>
    {
        Thread other = new(() => Random.Shared.Next(10));
        other.Start();
        Random.Shared.Next(10);
        other.Join();
    }).Races);

    [Fact]
    public void Objects_are_ordered_by_their_hash_codes_the_same_way_by_all() => Proved(() =>
    {
        object first = new(), second = new();
        Thread a = new(() => Both(first, second)), b = new(() => Both(second, first));
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        Assert.NotEqual(first.GetHashCode(), second.GetHashCode());
        Assert.Equal(first.GetHashCode(), RuntimeHelpers.GetHashCode(first));
        Assert.Equal("a".GetHashCode(), new string('a', 1).GetHashCode());

        static void Both(object x, object y)
        {
            if (RuntimeHelpers.GetHashCode(x) > RuntimeHelpers.GetHashCode(y)) (x, y) = (y, x);
            lock (x)
            {
                lock (y) { }
            }
        }
    });
}
