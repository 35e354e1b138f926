using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async;

public sealed class SingleDisposableTests
{
    private sealed class Disposing(Action<Disposing, int> dispose) : SingleDisposable<int>(0)
    {
        public bool Update(Func<int, int> updater) => TryUpdateContext(updater);

        protected override void Dispose(int context) => dispose(this, context);
    }

    [Fact]
    public void Disposed_from_within_it_does_not_wait_for_itself()
    {
        var it = new Disposing((me, _) => me.Dispose());
        Patience.OnAnotherThread(it.Dispose);
        Assert.True(it.IsDisposed);
    }

    [Fact]
    public void What_disposal_throws_the_first_caller_sees_alone()
    {
        var it = new Disposing((_, _) => throw new NotSupportedException());
        Assert.Throws<NotSupportedException>(it.Dispose);
        Assert.True(it.IsDisposed);
        it.Dispose();
    }

    [Fact]
    public void No_update_is_lost_and_none_comes_after_disposal()
    {
        const int Each = 2000;
        var seen = 0;
        var it = new Disposing((_, context) => seen = context);
        WorkerThread[] updaters =
        [
            .. Enumerable.Range(0, 2).Select(n => WorkerThread.Start($"updater {n}", () =>
            {
                for (var i = 0; i < Each; i++) Assert.True(it.Update(old => old + 1));
            })),
        ];
        Patience.MustEnd(updaters);
        it.Dispose();
        Assert.False(it.Update(old => old + 1));
        Assert.Equal(2 * Each, seen);
    }

    [Fact]
    public void The_debugger_shows_how_far_it_is()
    {
        string? inside = null;
        var it = new Disposing((me, _) => inside = DebuggerText.Of(me));
        Assert.Equal("live", DebuggerText.Of(it));
        it.Dispose();
        Assert.Equal(("disposing", "disposed"), (inside, DebuggerText.Of(it)));
    }
}
