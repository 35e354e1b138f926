namespace Workbook.Concurrency.Tests.Async.Contract;

internal static class Ids
{
    /// <summary>The two of one object are the same, those of others differ, none is zero.</summary>
    public static void AreDistinct(Func<int> ofAnother, int first, int again)
    {
        Assert.Equal(first, again);
        int[] ids = [first, ofAnother(), ofAnother()];
        Assert.Equal(3, ids.Distinct().Count());
        Assert.DoesNotContain(0, ids);
    }
}
