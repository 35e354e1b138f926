using Workbook.Concurrency.Tests.Async.Contract;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncContextTests
{
    [Fact]
    public void After_an_exception_the_rest_is_still_queued()
    {
        var context = new AsyncContext();
        var steps = new List<string>();
        context.SynchronizationContext.Post(_ => throw new NotSupportedException(), null);
        context.SynchronizationContext.Post(_ => steps.Add("rest"), null);
        Bounded.Throws<NotSupportedException>(context.Execute);
        Assert.Empty(steps);
        Patience.OnAnotherThread(context.Execute);
        Assert.Equal(["rest"], steps);
        Patience.OnAnotherThread(context.Execute); // ended: returns at once
    }

    [Fact]
    public void It_is_executed_by_one_thread_at_a_time_and_not_from_within()
    {
        var context = new AsyncContext();
        context.SynchronizationContext.Post(_ =>
        {
            Assert.Throws<InvalidOperationException>(context.Execute);
            Bounded.Throws<InvalidOperationException>(context.Execute);
        }, null);
        Patience.OnAnotherThread(context.Execute);
    }

    [Fact]
    public void Execute_waits_for_the_first_work()
    {
        var context = new AsyncContext();
        var worker = WorkerThread.Start("executor", context.Execute, background: true);
        Patience.UntilAsleep(worker);
        context.SynchronizationContext.Post(_ => { }, null);
        worker.Ends();
    }

    [Fact]
    public void More_completions_than_starts_are_refused() =>
        Assert.Throws<InvalidOperationException>(new AsyncContext().SynchronizationContext.OperationCompleted);

    [Fact]
    public void A_completion_too_many_is_refused_while_work_waits_and_the_work_runs()
    {
        var context = new AsyncContext();
        var ran = false;
        context.SynchronizationContext.Post(_ => ran = true, null);
        Assert.Throws<InvalidOperationException>(context.SynchronizationContext.OperationCompleted);
        Patience.OnAnotherThread(context.Execute);
        Assert.True(ran);
    }

    [Fact]
    public void Send_to_a_context_that_has_ended_is_refused()
    {
        var context = new AsyncContext();
        context.Factory.Run(() => { });
        Patience.OnAnotherThread(context.Execute);
        Assert.Throws<InvalidOperationException>(() => context.SynchronizationContext.Send(_ => { }, null));
    }

    [Fact]
    public void Dispose_tells_who_is_blocked_in_Send()
    {
        var context = new AsyncContext();
        var sender = WorkerThread.Start(
            "sender",
            () => Assert.Throws<InvalidOperationException>(() => context.SynchronizationContext.Send(_ => { }, null)),
            background: true);
        Patience.UntilShown(context, "1 waiting, 1 outstanding");
        context.Dispose();
        sender.Ends();
        Assert.Equal($"Id = {context.Id}, over", DebuggerText.Of(context));
    }

    [Fact]
    public void Dispose_from_within_ends_Execute_after_the_piece_that_runs()
    {
        var context = new AsyncContext();
        var steps = new List<string>();
        context.SynchronizationContext.Post(_ =>
        {
            context.Dispose();
            steps.Add("first");
        }, null);
        context.SynchronizationContext.Post(_ => steps.Add("second"), null);
        Patience.OnAnotherThread(context.Execute);
        Assert.Equal(["first"], steps);
    }

    [Fact]
    public void Send_from_its_thread_runs_at_once_in_its_context_even_from_a_nested_one() =>
        Patience.OnAnotherThread(() => AsyncContext.Run(() =>
        {
            var outer = AsyncContext.Current!;
            AsyncContext.Run(() =>
            {
                var inner = AsyncContext.Current;
                Assert.Same(outer, outer.SynchronizationContext.Send(() => AsyncContext.Current));
                Assert.Same(inner, AsyncContext.Current);
            });
        }));

    [Fact]
    public void A_task_of_the_context_may_be_waited_for_on_its_thread()
    {
        var ran = false;
        Patience.OnAnotherThread(() => AsyncContext.Run(
            () => AsyncContext.Current!.Factory.Run(() => { ran = AsyncContext.Current is not null; }).Wait())); // runs inline
        Assert.True(ran);
    }

    [Fact]
    public void Work_finds_the_context_in_place_whatever_the_work_before_left_behind()
    {
        var context = new AsyncContext();
        var seen = new List<AsyncContext?>();
        using (ExecutionContext.SuppressFlow()) // nothing puts it back then
        {
            context.SynchronizationContext.Post(_ => SynchronizationContext.SetSynchronizationContext(null), null);
            context.SynchronizationContext.Post(_ => seen.Add(AsyncContext.Current), null);
        }
        Patience.OnAnotherThread(context.Execute);
        Assert.Equal([context], seen);
    }

    [Fact]
    public void Ambient_values_come_with_the_work_and_do_not_leak_into_the_next()
    {
        var ambient = new AsyncLocal<string>();
        var context = new AsyncContext();
        var seen = new List<string?>();
        ambient.Value = "poster";
        context.SynchronizationContext.Post(_ =>
        {
            seen.Add(ambient.Value);
            ambient.Value = "work";
        }, null);
        ambient.Value = null!;
        context.SynchronizationContext.Post(_ => seen.Add(ambient.Value), null);
        Patience.OnAnotherThread(context.Execute);
        Assert.Equal(["poster", null], seen);
    }

    [Fact]
    public void The_debugger_shows_what_is_to_be_done()
    {
        var context = new AsyncContext();
        context.SynchronizationContext.OperationStarted();
        context.SynchronizationContext.Post(_ => { }, null);
        Assert.Equal($"Id = {context.Id}, 1 waiting, 2 outstanding", DebuggerText.Of(context));
    }

    [Fact]
    public void Operations_of_many_threads_are_all_waited_for()
    {
        const int Each = 500;
        var ran = 0;
        Patience.OnAnotherThread(() => AsyncContext.Run(async () =>
        {
            var context = SynchronizationContext.Current!;
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < Each; i++) context.Post(async _ =>
                {
                    await Task.Yield();
                    ran++; // one thread: needs no lock
                }, null);
            })));
        }));
        Assert.Equal(3 * Each, ran);
    }
}
