using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled;

public class LazyTests
{
    private sealed class Settings
    {
        public int Limit = 10;
    }

    private static Settings? _settings;
    private static readonly object _lock = new();

    private static void Proved(Action test)
    {
        var verdict = Explore.Test(test);
        Assert.True(verdict.Strength == Strength.Proved, $"{verdict}\n{verdict.Timeline}");
        Assert.Empty(verdict.Races);
    }

    // Two threads, and then main again.
    private static void Both(Action action)
    {
        Thread a = new(() => action()), b = new(() => action());
        a.Start();
        b.Start();
        a.Join();
        b.Join();
    }

    [Fact]
    public void Double_checked_locking_with_a_plain_field_is_a_race()
    {
        var verdict = Explore.Test(() =>
        {
            _settings = null;
            Both(() =>
            {
                if (_settings is null)
                {
                    lock (_lock) _settings ??= new Settings();
                }
                Assert.Equal(10, _settings.Limit);
            });
        });
        Assert.Equal(FailureKind.Race, verdict.Failure!.Kind);
        Assert.Contains(verdict.Races, race => race.Location == "LazyTests._settings");
    }

    [Fact]
    public void Double_checked_locking_with_Volatile_is_right() => Proved(() =>
    {
        Volatile.Write(ref _settings, null);
        Both(() =>
        {
            if (Volatile.Read(ref _settings) is null)
            {
                lock (_lock)
                {
                    if (Volatile.Read(ref _settings) is null) Volatile.Write(ref _settings, new Settings());
                }
            }
            Assert.Equal(10, Volatile.Read(ref _settings)!.Limit);
        });
    });

    [Fact]
    public void The_factory_runs_once() => Proved(() =>
    {
        var made = 0;
        var lazy = new Lazy<Settings>(() =>
        {
            made++;
            return new Settings { Limit = 7 };
        });
        Both(() => Assert.Equal(7, lazy.Value.Limit));
        Assert.Equal(1, made);
    });

    [Fact]
    public void With_PublicationOnly_the_factory_may_run_twice()
    {
        var verdict = Explore.Test(() =>
        {
            var made = 0;
            var lazy = new Lazy<int>(() => Interlocked.Increment(ref made), LazyThreadSafetyMode.PublicationOnly);
            Both(() => _ = lazy.Value);
            Assert.Equal(1, made);
        });
        Assert.Equal(FailureKind.Assertion, verdict.Failure!.Kind);
        Assert.Equal(1, verdict.Preemptions);
    }

    [Fact]
    public void With_PublicationOnly_all_see_the_same_value() => Proved(() =>
    {
        var made = 0;
        var lazy = new Lazy<int>(() => Interlocked.Increment(ref made), LazyThreadSafetyMode.PublicationOnly);
        int first = 0, second = 0;
        Thread a = new(() => first = lazy.Value), b = new(() => second = lazy.Value);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        Assert.Equal(first, second);
        Assert.Equal(first, lazy.Value);
    });

    [Fact]
    public void A_Lazy_that_is_not_for_threads_is_raced_for()
    {
        var verdict = Explore.Test(() =>
        {
            var lazy = new Lazy<int>(() => 1, isThreadSafe: false);
            Both(() => _ = lazy.Value);
        });
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.Contains(verdict.Races, race => race.Location == "Lazy.value");
    }

    [Fact]
    public void A_factory_that_waits_for_a_lock_that_its_caller_holds_is_a_deadlock()
    {
        var verdict = Explore.Test(() =>
        {
            var gate = new object();
            var lazy = new Lazy<int>(() =>
            {
                lock (gate) return 1;
            });
            Thread other = new(() => _ = lazy.Value);
            other.Start();
            lock (gate) _ = lazy.Value;
            other.Join();
        });
        Assert.Equal(FailureKind.Deadlock, verdict.Failure!.Kind);
    }

    [Fact]
    public void An_exception_is_thrown_to_all() => Proved(() =>
    {
        var made = 0;
        var lazy = new Lazy<int>(() =>
        {
            made++;
            throw new InvalidOperationException("no");
        });
        Both(() => Assert.Throws<InvalidOperationException>(() => lazy.Value));
        Assert.Equal(1, made);
    });

    [Fact]
    public void EnsureInitialized_gives_all_the_same() => Proved(() =>
    {
        Settings? settings = null;
        Settings? first = null, second = null;
        Thread a = new(() => first = LazyInitializer.EnsureInitialized(ref settings)),
            b = new(() => second = LazyInitializer.EnsureInitialized(ref settings));
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        Assert.Same(first, second);
        Assert.NotNull(first);
    });

    [Fact]
    public void Values_of_threads_are_their_own() => Proved(() =>
    {
        using var local = new ThreadLocal<int>(() => 1, trackAllValues: true);
        Both(() =>
        {
            local.Value++;
            Assert.Equal(2, local.Value);
        });
        Assert.Equal([2, 2], local.Values);
    });
}
