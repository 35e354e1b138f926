namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class SynchronizationContextSwitcherContract
{
    private readonly SynchronizationContext _mine = new(), _other = new();

    // Each on a thread of its own: a test must not leave its context behind.
    private void WithMine(Action body) => Patience.OnAnotherThread(() =>
    {
        SynchronizationContext.SetSynchronizationContext(_mine);
        body();
        Assert.Same(_mine, SynchronizationContext.Current);
    });

    [Fact]
    public void NoContext_takes_the_context_away_and_gives_it_back() => WithMine(() =>
    {
        var ran = false;
        SynchronizationContextSwitcher.NoContext(() =>
        {
            Assert.Null(SynchronizationContext.Current);
            ran = true;
        });
        Assert.True(ran);
        Assert.Same(_mine, SynchronizationContext.Current);
        Assert.Equal(7, SynchronizationContextSwitcher.NoContext(() => SynchronizationContext.Current is null ? 7 : 0));
    });

    [Fact]
    public void ApplyContext_puts_another_in_its_place_and_gives_it_back() => WithMine(() =>
    {
        SynchronizationContext? seen = null;
        SynchronizationContextSwitcher.ApplyContext(_other, () => { seen = SynchronizationContext.Current; });
        Assert.Same(_other, seen);
        Assert.Same(_mine, SynchronizationContext.Current);
        Assert.Same(_other, SynchronizationContextSwitcher.ApplyContext(_other, () => SynchronizationContext.Current));
    });

    [Fact]
    public void It_is_given_back_after_an_exception_too() => WithMine(() =>
    {
        Assert.Throws<NotSupportedException>(
            () => SynchronizationContextSwitcher.NoContext((Action)(() => throw new NotSupportedException())));
        Assert.Same(_mine, SynchronizationContext.Current);
        Assert.Throws<NotSupportedException>(
            () => SynchronizationContextSwitcher.ApplyContext(_other, (Func<int>)(() => throw new NotSupportedException())));
    });

    [Fact]
    public void They_nest() => WithMine(() =>
        SynchronizationContextSwitcher.ApplyContext(_other, () =>
        {
            SynchronizationContextSwitcher.NoContext(() => Assert.Null(SynchronizationContext.Current));
            Assert.Same(_other, SynchronizationContext.Current);
        }));

    [Fact]
    public void An_async_method_without_context_does_not_come_back_to_the_thread()
    {
        var (before, after) = Bounded.Here(() => AsyncContext.Run(() => SynchronizationContextSwitcher.NoContext(async () =>
        {
            var before = Environment.CurrentManagedThreadId;
            await Task.Yield();
            return (before, Environment.CurrentManagedThreadId);
        })));
        Assert.NotEqual(before, after);
    }
}
