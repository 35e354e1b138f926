namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class AsyncContextContract
{
    [Fact]
    public void All_runs_on_the_calling_thread_before_and_after_an_await()
    {
        Patience.OnAnotherThread(() =>
        {
            var caller = Environment.CurrentManagedThreadId;
            var seen = AsyncContext.Run(async () =>
            {
                var before = Environment.CurrentManagedThreadId;
                await Task.Run(() => { });
                return (before, after: Environment.CurrentManagedThreadId);
            });
            Assert.Equal((caller, caller), seen);
        });
    }

    [Fact]
    public void Each_form_returns_what_its_function_returned()
    {
        Patience.OnAnotherThread(() =>
        {
            var ran = 0;
            AsyncContext.Run(() => { ran++; });
            AsyncContext.Run(async () =>
            {
                await Task.Yield();
                ran++;
            });
            Assert.Equal(2, ran);
            Assert.Equal(3, AsyncContext.Run(() => 3));
            Assert.Equal(4, AsyncContext.Run(async () =>
            {
                await Task.Yield();
                return 4;
            }));
        });
    }

    [Fact]
    public void It_waits_for_async_void_methods_too()
    {
        var steps = new List<string>();
        async void Void()
        {
            await Task.Yield();
            await Task.Run(() => { });
            steps.Add("void");
        }
        Patience.OnAnotherThread(() => AsyncContext.Run(() =>
        {
            Void();
            steps.Add("main");
        }));
        Assert.Equal(["main", "void"], steps);
    }

    [Fact]
    public void Posted_work_runs_in_the_order_in_which_it_was_posted()
    {
        var steps = new List<int>();
        Patience.OnAnotherThread(() => AsyncContext.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                var n = i;
                SynchronizationContext.Current!.Post(_ => steps.Add(n), null);
            }
            steps.Add(-1);
        }));
        Assert.Equal(Enumerable.Range(-1, 101), steps);
    }

    [Fact]
    public void Posts_of_another_thread_run_in_its_order()
    {
        var steps = new List<int>();
        Patience.OnAnotherThread(() => AsyncContext.Run(async () =>
        {
            var context = SynchronizationContext.Current!;
            await Task.Run(() =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    var n = i;
                    context.Post(_ => steps.Add(n), null);
                }
            });
        }));
        Assert.Equal(Enumerable.Range(0, 1000), steps);
    }

    [Fact]
    public void An_exception_comes_out_as_it_is()
    {
        Bounded.Throws<NotSupportedException>(() => AsyncContext.Run(() => { throw new NotSupportedException(); }));
        Bounded.Throws<NotSupportedException>(() => AsyncContext.Run(async () =>
        {
            await Task.Yield();
            throw new NotSupportedException();
        }));
        Bounded.Throws<NotSupportedException>(() => AsyncContext.Run((Func<int>)(() => throw new NotSupportedException())));
    }

    [Fact]
    public void An_exception_of_an_async_void_method_comes_out_as_it_is() =>
        Bounded.Throws<NotSupportedException>(() => AsyncContext.Run((Action)(async () =>
        {
            await Task.Yield();
            throw new NotSupportedException();
        })));

    [Fact]
    public void Of_several_posted_exceptions_the_first_comes_out_and_the_rest_is_dropped()
    {
        var ran = false;
        var thrown = Bounded.Throws<NotSupportedException>(() => AsyncContext.Run(() =>
        {
            SynchronizationContext.Current!.Post(_ => throw new NotSupportedException("first"), null);
            SynchronizationContext.Current.Post(_ => throw new NotSupportedException("second"), null);
            SynchronizationContext.Current.Post(_ => ran = true, null);
        }));
        Assert.Equal("first", thrown.Message);
        Assert.False(ran);
    }

    [Fact]
    public void A_canceled_main_task_is_told() =>
        Assert.True(Bounded.Here(() =>
        {
            try
            {
                AsyncContext.Run(() => Task.FromCanceled(new CancellationToken(true)));
                return false;
            }
            catch (OperationCanceledException) { return true; }
        }));

    [Fact]
    public void Contexts_nest_and_give_back_the_outer_one()
    {
        Patience.OnAnotherThread(() => AsyncContext.Run(() =>
        {
            var outer = AsyncContext.Current;
            AsyncContext.Run(async () =>
            {
                Assert.NotSame(outer, AsyncContext.Current);
                await Task.Yield();
                Assert.NotSame(outer, AsyncContext.Current);
            });
            Assert.Same(outer, AsyncContext.Current);
        }));
    }

    [Fact]
    public void Afterwards_the_thread_has_the_context_that_it_had()
    {
        Patience.OnAnotherThread(() =>
        {
            var mine = new SynchronizationContext();
            SynchronizationContext.SetSynchronizationContext(mine);
            AsyncContext.Run(() => Assert.NotNull(AsyncContext.Current));
            Assert.Same(mine, SynchronizationContext.Current);
            Assert.Throws<NotSupportedException>(() => AsyncContext.Run(() => { throw new NotSupportedException(); }));
            Assert.Same(mine, SynchronizationContext.Current);
            Assert.Null(AsyncContext.Current);
        });
    }

    [Fact]
    public void Work_queued_after_the_end_never_runs()
    {
        var context = new AsyncContext();
        var ran = 0;
        context.Factory.Run(() => { ran++; });
        Patience.OnAnotherThread(context.Execute);
        var late = context.Factory.Run(() => { ran++; });
        context.SynchronizationContext.Post(_ => ran++, null);
        Assert.Equal(1, ran);
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public void Only_work_of_the_context_sees_it()
    {
        Assert.Null(AsyncContext.Current);
        var context = new AsyncContext();
        AsyncContext? inside = null;
        SynchronizationContext? synchronization = null;
        TaskScheduler? scheduler = null;
        context.Factory.Run(() =>
        {
            (inside, synchronization, scheduler) = (AsyncContext.Current, SynchronizationContext.Current, TaskScheduler.Current);
        });
        Patience.OnAnotherThread(context.Execute);
        Assert.Same(context, inside);
        Assert.Same(context.SynchronizationContext, synchronization);
        Assert.Same(TaskScheduler.Default, scheduler); // hidden: child tasks go to the pool
        Assert.Null(AsyncContext.Current);
    }

    [Fact]
    public void The_scheduler_takes_one_at_a_time_and_has_the_id_of_the_context()
    {
        var context = new AsyncContext();
        Assert.Equal(1, context.Scheduler.MaximumConcurrencyLevel);
        Assert.Equal(context.Scheduler.Id, context.Id);
        Assert.Same(context.Scheduler, context.Factory.Scheduler);
    }

    [Fact]
    public void Copies_of_its_synchronization_context_are_equal()
    {
        var context = new AsyncContext().SynchronizationContext;
        var copy = context.CreateCopy();
        Assert.Equal(context, copy);
        Assert.Equal(context.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(context, new AsyncContext().SynchronizationContext);
        Assert.False(context.Equals(new SynchronizationContext()));
    }

    [Fact]
    public void Send_from_its_own_thread_runs_at_once()
    {
        var steps = new List<string>();
        Patience.OnAnotherThread(() => AsyncContext.Run(() =>
        {
            SynchronizationContext.Current!.Post(_ => steps.Add("posted"), null);
            SynchronizationContext.Current.Send(_ => steps.Add("sent"), null);
            steps.Add("after");
        }));
        Assert.Equal(["sent", "after", "posted"], steps);
    }
}
