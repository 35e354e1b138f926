using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class SingleDisposableContract
{
    private sealed class Disposing(string context, Action<string> dispose) : SingleDisposable<string>(context)
    {
        public bool Update(Func<string, string> updater) => TryUpdateContext(updater);

        protected override void Dispose(string context) => dispose(context);
    }

    [Fact]
    public void Disposal_happens_once_with_the_latest_context()
    {
        var seen = new List<string>();
        var it = new Disposing("a", seen.Add);
        Assert.True(it.Update(old => old + "b"));
        it.Dispose();
        it.Dispose();
        Assert.Equal(["ab"], seen);
        Assert.False(it.Update(_ => throw new NotSupportedException()));
    }

    [Fact]
    public void A_second_Dispose_waits_for_the_first()
    {
        using ManualResetEventSlim inside = new(), go = new();
        var it = new Disposing("", _ =>
        {
            inside.Set();
            go.Wait(Patience.Long);
        });
        Assert.False(it.IsDisposeStarted || it.IsDisposing || it.IsDisposed);

        var first = WorkerThread.Start("first", it.Dispose, background: true);
        Assert.True(inside.Wait(Patience.Long));
        Assert.True(it.IsDisposeStarted && it.IsDisposing && !it.IsDisposed);

        var second = WorkerThread.Start("second", it.Dispose, background: true);
        Patience.UntilAsleep(second);
        go.Set();
        Patience.MustEnd(first, second);
        Assert.True(it.IsDisposeStarted && !it.IsDisposing && it.IsDisposed);
    }
}
