using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

public class FlowTests
{
    private static readonly AsyncLocal<string> _host = new();

    [Fact]
    public void Nothing_of_the_host_nor_of_an_earlier_execution_is_seen()
    {
        _host.Value = "host";
        Judged.Holds(() =>
        {
            var local = Locals.Value;
            if (local.Value is not null || SynchronizationContext.Current is not null) throw new FormatException("a leak");
            local.Value = "main";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            var thread = new Thread(() =>
            {
                if (SynchronizationContext.Current is not null) throw new InvalidOperationException("a leak");
                SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
                local.Value = "thread";
            });
            thread.UnsafeStart();
            thread.Join();
            var next = new Thread(() =>
            {
                if (local.Value is not null || SynchronizationContext.Current is not null) throw new FormatException("a leak");
            });
            next.UnsafeStart();
            next.Join();
        });
        Judged.Holds(() => Assert.Null(Host()));
    }

    [Fact]
    public void A_value_of_the_caller_is_not_changed_by_who_is_called() => Judged.Holds(() =>
    {
        var user = new AsyncLocal<string> { Value = "a" };
        async Task<string> As(string name)
        {
            user.Value = name;
            await Task.Yield();
            return user.Value;
        }
        var b = As("b");
        var c = As("c");
        Assert.Equal("bca", b.Result + c.Result + user.Value);
    });

    [Fact]
    public void A_value_set_by_who_is_called_is_not_seen_by_the_caller() => Judged.Fails(() =>
    {
        var user = new AsyncLocal<string?>();
        async Task LogIn()
        {
            await Task.Yield();
            user.Value = "b";
        }
        async Task Work()
        {
            await LogIn();
            Assert.Equal("b", user.Value);
        }
        Work().Wait();
    }, FailureKind.Assertion, FailureKind.Exception);

    [Fact]
    public void A_loop_of_messages_runs_what_comes_after() => Judged.Holds(() =>
    {
        var loop = new Loop();
        var clicks = 0;
        async Task Click()
        {
            await Task.Run(() => { });
            clicks++; // on the loop's thread, as all of them
        }
        loop.Run(() => Task.WhenAll(Click(), Click()));
        Assert.Equal(2, clicks);
    });

    [Fact]
    public void What_leaves_the_loop_races() => Judged.Fails(() =>
    {
        var loop = new Loop();
        var clicks = 0;
        async Task Click()
        {
            await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            clicks++;
        }
        loop.Run(() => Task.WhenAll(Click(), Click()));
        Assert.Equal(2, clicks);
    }, FailureKind.Assertion, FailureKind.Race);

    [Fact]
    public void Waiting_on_the_loop_for_what_needs_the_loop() => Judged.Fails(() =>
    {
        var loop = new Loop();
        async Task Load() => await Task.Run(() => { });
        loop.Run(() =>
        {
            Load().Wait();
            return Task.CompletedTask;
        });
    }, FailureKind.Deadlock, FailureKind.PartialDeadlock, FailureKind.LostWakeup);

    [Fact]
    public void Waiting_on_the_loop_for_what_does_not_need_it() => Judged.Holds(() =>
    {
        var loop = new Loop();
        async Task Load() => await Task.Run(() => { }).ConfigureAwait(false);
        loop.Run(() =>
        {
            Load().Wait();
            return Task.CompletedTask;
        });
    });

    private static string? Host() => _host.Value;

    private static class Locals
    {
        public static readonly AsyncLocal<string?> Value = new();
    }

    private sealed class Loop : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback, object?)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (_posted)
            {
                _posted.Enqueue((d, state));
                Monitor.Pulse(_posted);
            }
        }

        public void Run(Func<Task> body)
        {
            SetSynchronizationContext(this);
            var task = body();
            task.ContinueWith(_ => Post(static _ => { }, null), TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                var (d, state) = Take();
                d(state);
            }
            task.GetAwaiter().GetResult();
        }

        private (SendOrPostCallback, object?) Take()
        {
            lock (_posted)
            {
                while (_posted.Count == 0) Monitor.Wait(_posted);
                return _posted.Dequeue();
            }
        }
    }
}
