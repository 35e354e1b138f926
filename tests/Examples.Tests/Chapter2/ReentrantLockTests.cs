using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;
using Workbook.Examples.Locks.ReentrantLocks;

namespace Workbook.Examples.Tests.Chapter2;

public sealed class ReentrantLockTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(10);

    private static string Play(int levels)
    {
        var output = new StringWriter { NewLine = "\n" };
        Demo.Run(new Stage(output), levels, patienceMs: 5);
        return output.ToString().TrimEnd();
    }

    [Fact]
    public async Task Three_levels() => await Verify(Play(levels: 3));

    [Fact]
    public void The_size_is_that_of_all_folders() => Assert.EndsWith("5500 bytes in all folders together", Play(levels: 10));

    [Fact]
    public void The_depth_counts_acquires_not_yet_released()
    {
        var nesting = new NestingLock();
        Assert.Equal(0, nesting.Depth);
        for (var depth = 1; depth <= 3; depth++)
        {
            nesting.Acquire();
            Assert.Equal(depth, nesting.Depth);
        }
        for (var depth = 2; depth >= 0; depth--)
        {
            nesting.Release();
            Assert.Equal(depth, nesting.Depth);
        }
    }

    [Fact]
    public void Release_of_a_free_lock_is_refused()
    {
        var nesting = new NestingLock();
        Assert.Throws<SynchronizationLockException>(nesting.Release);
        nesting.Acquire();
        nesting.Release();
        Assert.Throws<SynchronizationLockException>(nesting.Release);
    }

    [Fact]
    public void Another_thread_sees_depth_0_and_may_not_release()
    {
        var nesting = new NestingLock();
        nesting.Acquire();
        nesting.Acquire();
        Assert.True(WorkerThread.Start("other", () =>
        {
            Assert.Equal(0, nesting.Depth);
            Assert.Throws<SynchronizationLockException>(nesting.Release);
        }).Join(_bound));
        Assert.Equal(2, nesting.Depth);
    }

    [Fact]
    public void Another_thread_gets_in_at_the_last_release_and_not_before()
    {
        var nesting = new NestingLock();
        var isIn = false;
        nesting.Acquire();
        nesting.Acquire();
        var other = WorkerThread.Start("other", () =>
        {
            nesting.Acquire();
            Volatile.Write(ref isIn, true);
            nesting.Release();
        });
        Assert.True(SpinWait.SpinUntil(() => other.State.HasFlag(System.Threading.ThreadState.WaitSleepJoin), _bound));
        nesting.Release();
        Assert.Equal(1, nesting.Depth);
        Assert.False(Volatile.Read(ref isIn));
        nesting.Release();
        Assert.True(other.Join(_bound));
        Assert.True(isIn);
    }

    [Fact]
    public void A_cancelled_wait_takes_nothing()
    {
        var nesting = new NestingLock();
        nesting.Acquire();
        var cancelled = new CancellationToken(canceled: true);
        nesting.Acquire(cancelled); // its holder does not wait
        Assert.True(WorkerThread.Start("other", () =>
            Assert.ThrowsAny<OperationCanceledException>(() => nesting.Acquire(cancelled))).Join(_bound));
        nesting.Release();
        nesting.Release();
        Assert.Equal(0, nesting.Depth);
    }

    [Fact]
    public void Threads_that_nest_exclude_one_another()
    {
        var nesting = new NestingLock();
        var count = 0;
        var group = new ThreadGroup();
        for (var t = 0; t < 3; t++)
        {
            group.Start($"adder {t}", () =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    nesting.Acquire();
                    nesting.Acquire();
                    count++;
                    nesting.Release();
                    count++;
                    nesting.Release();
                }
            });
        }
        Assert.True(group.Join(_bound));
        Assert.Equal(3 * 2_000 * 2, count);
    }

    [Fact]
    public void A_cancelled_demo_ends()
    {
        var stage = new Stage(new StringWriter(), cancel: new CancellationToken(canceled: true));
        var demo = WorkerThread.Start("demo", () => Demo.Run(stage));
        Exception cause = Assert.Throws<WorkerFailedException>(() => demo.Join(_bound));
        while (cause.InnerException is { } inner) cause = inner;
        Assert.IsAssignableFrom<OperationCanceledException>(cause);
    }
}
