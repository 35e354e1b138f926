namespace Workbook.Explorer.Tests.Rewriting;

public class RefusalTests
{
    [Theory]
    [InlineData("public static void Test() => new System.IO.FileSystemWatcher(\"/\").WaitForChanged(0);",
        "System.IO.FileSystemWatcher.WaitForChanged")]
    [InlineData("public static void Test() { var l = new ReaderWriterLock(); l.AcquireReaderLock(1); }",
        "System.Threading.ReaderWriterLock..ctor")]
    [InlineData("public static void Test() { new Thread(Body).Start(); } "
        + "static void Body() { var q = new System.Net.Http.HttpClient(); }",
        "System.Net.Http.HttpClient..ctor in Program.Body")]
    [InlineData("interface I { void M(); } class C : I { public void M() => new System.Timers.Timer(); } "
        + "public static void Test() { I i = new C(); i.M(); }",
        "System.Timers.Timer..ctor in C.M")]
    [InlineData("public static void Test() { var t = new Thread(() => { }); t.Start(); "
        + "t.SetApartmentState(ApartmentState.MTA); }", "System.Threading.Thread.SetApartmentState")]
    [InlineData("public static void Test() => System.Collections.Concurrent.Partitioner.Create(0, 9);",
        "System.Collections.Concurrent.Partitioner.Create")]
    [InlineData("class R : System.Threading.Channels.ChannelReader<int> { public R() { } "
        + "public override bool TryRead(out int i) { i = 0; return false; } "
        + "public override System.Threading.Tasks.ValueTask<bool> WaitToReadAsync(CancellationToken c = default) => default; } "
        + "public static void Test() => new R().TryRead(out _);", "System.Threading.Channels.ChannelReader`1..ctor in R..ctor")]
    [InlineData("public static void Test() { dynamic x = 1; x.Foo(); }", "Microsoft.CSharp.RuntimeBinder.Binder.InvokeMember")]
    [InlineData("public static void Test() => System.Diagnostics.Process.Start(\"ls\");", "System.Diagnostics.Process.Start")]
    [InlineData("public static void Test() { using var s = new System.Net.Sockets.TcpClient(); }",
        "System.Net.Sockets.TcpClient..ctor")]
    [InlineData("public static void Test() { using var s = new System.IO.Pipes.NamedPipeServerStream(\"x\"); "
        + "s.WaitForConnection(); }", "System.IO.Pipes.NamedPipeServerStream.WaitForConnection")]
    [InlineData("public static void Test() => Console.ReadLine();", "System.Console.ReadLine")]
    [InlineData("public static void Test() => Environment.Exit(1);", "System.Environment.Exit")]
    [InlineData("public static void Test() => _ = new[] { 1 }.AsParallel().Sum();", "System.Linq.ParallelEnumerable.AsParallel")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int getpid(); "
        + "public static void Test() => getpid();", "getpid of libc in Program.Test")]
    [InlineData("public static unsafe void Test() { delegate* unmanaged<int> f = null; if (f != null) f(); }",
        "an unmanaged function in Program.Test")]
    [InlineData("static class S { public static int X = Start(); static int Start() { new Thread(() => { }).Start(); "
        + "return 1; } } public static void Test() => _ = S.X;",
        "System.Threading.Thread.Start in S.Start, Snippet.cs:3 (within a static constructor)")]
    [InlineData("interface I { static abstract void M(); } class C : I { public static void M() => new ReaderWriterLock(); "
        + "} static void Go<T>() where T : I => T.M(); public static void Test() => Go<C>();",
        "System.Threading.ReaderWriterLock..ctor in C.M")]
    [InlineData("class C : IComparable<C> { public int CompareTo(C o) { new ReaderWriterLock(); return 0; } } "
        + "public static void Test() => new List<C> { new(), new() }.Sort();", "System.Threading.ReaderWriterLock..ctor in "
        + "C.CompareTo")]
    [InlineData("class C<T> where T : new() { public T X = new(); } class D { public D() => new ReaderWriterLock(); } "
        + "public static void Test() => new C<D>();", "System.Threading.ReaderWriterLock..ctor in D..ctor")]
    [InlineData("static IEnumerable<int> I() { new ReaderWriterLock(); yield return 1; } "
        + "public static void Test() { foreach (var x in I()) { } }", "System.Threading.ReaderWriterLock..ctor in Program.I")]
    [InlineData("static class S { public static readonly object X = new ReaderWriterLock(); } "
        + "public static void Test() => _ = S.X;",
        "System.Threading.ReaderWriterLock..ctor in S..cctor")]
    public void What_is_not_controlled_is_named_with_its_place(string program, string use)
    {
        var refused = Assert.Throws<RefusedException>(() => Compiled.Test(program));
        Assert.Contains(refused.Uses, found => found.StartsWith(use, StringComparison.Ordinal));
        Assert.All(refused.Uses, found => Assert.Contains("Snippet.cs:", found));
    }

    [Fact]
    public void A_method_that_no_object_answers_with_does_not_matter() =>
        Compiled.Test("interface I { void M(); } class C : I { public void M() => new ReaderWriterLock(); } "
            + "class D : I { public void M() { } } public static void Test() { I i = new D(); i.M(); }");

    [Fact]
    public void Uses_are_in_the_order_of_their_text()
    {
        var refused = Assert.Throws<RefusedException>(() =>
            Compiled.Test("public static void Test() { Other(); Console.ReadLine(); new ReaderWriterLock(); } "
                + "static void Other() => Environment.Exit(0);"));
        Assert.Equal(refused.Uses.Order(StringComparer.Ordinal), refused.Uses);
        Assert.Equal(3, refused.Uses.Count);
    }

    [Fact]
    public void What_the_test_does_not_reach_does_not_matter() =>
        Compiled.Test("public static void Test() { } static void Other() => new System.Threading.ReaderWriterLock();");
}
