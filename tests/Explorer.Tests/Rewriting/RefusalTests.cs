using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Tests.Rewriting;

public class RefusalTests
{
    [Theory]
    [InlineData("public static void Test() => System.Threading.Tasks.Task.Run(() => { }).Wait();", "System.Threading.Tasks.Task.Run")]
    [InlineData("public static void Test() { var l = new ReaderWriterLock(); l.AcquireReaderLock(1); }", "System.Threading.ReaderWriterLock..ctor")]
    [InlineData("public static void Test() { new Thread(Body).Start(); } static void Body() { var q = new System.Collections.Concurrent.ConcurrentQueue<int>(); }",
        "System.Collections.Concurrent.ConcurrentQueue`1..ctor in Program.Body")]
    [InlineData("interface I { void M(); } class C : I { public void M() => new Timer(_ => { }); } public static void Test() { I i = new C(); i.M(); }",
        "System.Threading.Timer..ctor in C.M")]
    [InlineData("public static void Test() { var t = new Thread(() => { }); t.Start(); t.SetApartmentState(ApartmentState.MTA); }", "System.Threading.Thread.SetApartmentState")]
    public void What_is_not_controlled_is_named_with_its_place(string program, string use)
    {
        var refused = Assert.Throws<RefusedException>(() => Compiled.Test(program));
        Assert.Contains(refused.Uses, found => found.StartsWith(use, StringComparison.Ordinal));
        Assert.All(refused.Uses, found => Assert.Contains("Snippet.cs:", found));
    }

    [Fact]
    public void What_the_test_does_not_reach_does_not_matter() =>
        Compiled.Test("public static void Test() { } static void Other() => System.Threading.Tasks.Task.Run(() => { });");
}
