using Workbook.Explorer.Verdicts;
using Workbook.Tests.Support.Snippets;

namespace Workbook.Explorer.Tests;

/// <summary>A thread that hangs in code that is not rewritten cannot be ended; whoever explores is let go.</summary>
public sealed class StuckTests : IDisposable
{
    private const string Source = """
        namespace Shop;

        public static class Tests
        {
            static int x;

            public static void Hangs()
            {
                var t = new Thread(() => { Interlocked.Increment(ref x); Outside(); Interlocked.Increment(ref x); }) { Name = "hung" };
                t.Start();
                try { t.Join(); }
                finally { ((Action)AppContext.GetData("StuckTests.ended"))(); }
            }

            static void Outside() => ((Action)AppContext.GetData("StuckTests.hang"))();

            public static void Fails() => throw new Exception("always");
        }
        """;

    private static readonly ExploreOptions _soon = new() { Patience = TimeSpan.FromMilliseconds(200) };
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    private readonly SnippetFile _file = new(Source);
    private readonly ManualResetEventSlim _free = new(), _ended = new();

    public StuckTests()
    {
        AppContext.SetData("StuckTests.hang", (Action)_free.Wait);
        AppContext.SetData("StuckTests.ended", (Action)_ended.Set);
    }

    public void Dispose()
    {
        _free.Set();
        _file.Dispose();
    }

    [Fact]
    public void The_caller_is_told_who_and_where_and_can_explore_other_tests_meanwhile()
    {
        var stuck = Assert.Throws<StuckException>(() => Explore.Method(_file.Path, "Shop.Tests.Hangs", _soon));
        Assert.Matches(@"^Nothing has moved for 0.2 s: hung computes or waits in code that is not under the explorer's control, "
            + @"called from Shop.cs:\d+\.$", stuck.Message);
        Assert.Equal(FailureKind.Exception, Explore.Method(_file.Path, "Shop.Tests.Fails").Failure!.Kind);
    }

    [Fact]
    public void Who_comes_back_is_unwound()
    {
        Assert.Throws<StuckException>(() => Explore.Method(_file.Path, "Shop.Tests.Hangs", _soon));
        Assert.False(_ended.IsSet);
        _free.Set();
        Assert.True(_ended.Wait(_bound)); // main's finally block: the hung thread has handed over the baton
        Assert.Equal(Strength.Failed, Explore.Method(_file.Path, "Shop.Tests.Fails").Strength);
    }
}
