namespace Workbook.Concurrency.Tests.Async.Contract;

public sealed class DeferralManagerContract
{
    private readonly DeferralManager _manager = new();

    [Fact]
    public void Without_deferrals_there_is_nothing_to_wait_for() =>
        Assert.True(_manager.WaitForDeferralsAsync().IsCompletedSuccessfully);

    [Fact]
    public async Task The_wait_ends_with_the_last_deferral()
    {
        var (one, two) = (_manager.DeferralSource.GetDeferral(), _manager.DeferralSource.GetDeferral());
        var all = _manager.WaitForDeferralsAsync();
        one.Dispose();
        one.Dispose(); // does not stand for the other
        Assert.False(all.IsCompleted);
        two.Dispose();
        await all.InTime();
    }

    [Fact]
    public void A_deferral_that_is_over_does_not_hide_the_next()
    {
        _manager.DeferralSource.GetDeferral().Dispose();
        using var next = _manager.DeferralSource.GetDeferral();
        Assert.False(_manager.WaitForDeferralsAsync().IsCompleted);
    }
}
