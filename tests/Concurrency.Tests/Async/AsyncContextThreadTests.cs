using Workbook.Concurrency.Tests.Async.Contract;

namespace Workbook.Concurrency.Tests.Async;

public sealed class AsyncContextThreadTests
{
    private readonly AsyncContextThread _thread = new();

    private static async void Fail(string message)
    {
        await Task.Yield();
        throw new NotSupportedException(message);
    }

    [Fact]
    public async Task It_is_a_named_background_thread()
    {
        var (name, isBackground) = await _thread.Factory.Run(
            () => (Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground)).InTime();
        Assert.Equal($"AsyncContextThread {_thread.Context.Id}", name);
        Assert.True(isBackground);
        await _thread.JoinAsync().InTime();
    }

    [Fact]
    public async Task An_exception_of_an_async_void_method_is_told_when_it_is_joined_and_until_then_the_thread_goes_on()
    {
        _thread.Context.SynchronizationContext.Post(_ => Fail("first"), null);
        _thread.Context.SynchronizationContext.Post(_ => Fail("second"), null);
        await _thread.Factory.Run(async () => await Task.Yield()).InTime();
        Assert.Equal(5, await _thread.Factory.Run(() => 5).InTime());
        var joined = _thread.JoinAsync();
        Assert.Equal("first", (await joined.Fails<NotSupportedException>()).Message);
        Assert.Equal(["first", "second"], joined.Exception!.InnerExceptions.Select(e => e.Message));
        Assert.Equal("first", Bounded.Throws<NotSupportedException>(_thread.Join).Message);
    }

    [Fact]
    public async Task It_does_not_join_itself()
    {
        await _thread.Factory.Run(_thread.Join).Fails<InvalidOperationException>();
        await _thread.JoinAsync().InTime(); // it was asked to end
    }

    [Fact]
    public void An_exception_of_sent_work_is_the_sender_s_and_the_thread_goes_on()
    {
        Bounded.Throws<NotSupportedException>(
            () => _thread.Context.SynchronizationContext.Send(_ => throw new NotSupportedException(), null));
        Patience.OnAnotherThread(_thread.Join);
    }

    [Fact]
    public async Task An_interrupt_ends_it_and_is_told()
    {
        var itself = await _thread.Factory.Run(() => Thread.CurrentThread).InTime();
        itself.Interrupt();
        Assert.True(itself.Join(Patience.Long));
        await _thread.JoinAsync().Fails<ThreadInterruptedException>();
    }

    [Fact]
    public async Task The_debugger_shows_its_name_and_what_is_to_be_done()
    {
        Patience.UntilShown(_thread, $"AsyncContextThread {_thread.Context.Id}: 0 waiting, 1 outstanding");
        await _thread.JoinAsync().InTime();
        Assert.Equal($"AsyncContextThread {_thread.Context.Id}: over", DebuggerText.Of(_thread));
    }
}
