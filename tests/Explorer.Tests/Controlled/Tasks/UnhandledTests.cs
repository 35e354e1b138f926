using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Controlled.Tasks;

/// <summary>Exceptions that nobody catches, and what no one controls.</summary>
public class UnhandledTests
{
    [Fact]
    public void Of_async_void_it_fails_the_test()
    {
        var verdict = Explored.Test("""
            static async void Fire() { await Task.Yield(); throw new FormatException("boom"); }
            public static void Test()
            {
                var done = new ManualResetEventSlim();
                Fire();
                done.Wait(2000);
            }
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Exception, verdict.Describe());
        Assert.Contains("async void Fire throws FormatException: boom (Shop.cs:1)", verdict.Failure!.Message);
    }

    [Fact]
    public void Before_its_first_await_too()
    {
        var verdict = Explored.Test("""
            static async void Fire() { throw new FormatException("boom"); }
            public static void Test() { try { Fire(); } catch (FormatException) { } new ManualResetEventSlim().Wait(2000); }
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Exception, verdict.Describe());
    }

    [Fact]
    public void Of_an_awaiter_that_is_to_call_back_it_fails_the_test()
    {
        var verdict = Explored.Test("""
            class Broken : System.Runtime.CompilerServices.INotifyCompletion
            {
                public Broken GetAwaiter() => this;
                public bool IsCompleted => false;
                public void OnCompleted(Action continuation) => throw new FormatException("boom");
                public void GetResult() { }
            }
            static async Task Wait() => await new Broken();
            public static void Test() => _ = Wait();
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Exception, verdict.Describe());
        Assert.Contains("FormatException: boom", verdict.Failure!.Message);
    }

    [Fact]
    public void An_execution_that_is_over_ends_at_an_await_of_a_finally_block_too()
    {
        var verdict = Explored.Test("""
            public static void Test()
            {
                ManualResetEventSlim isIn = new(), never = new();
                Task.Run(async () =>
                {
                    try { isIn.Set(); never.Wait(); }
                    finally { await Task.Yield(); }
                });
                isIn.Wait();
                throw new FormatException("boom");
            }
            """);
        Assert.True(verdict.Failure?.Kind == FailureKind.Exception, verdict.Describe());
    }

    [Theory]
    [InlineData("_ = Task.Run(() => throw new FormatException());")]
    [InlineData("async Task Fails() { await Task.Yield(); throw new FormatException(); } _ = Fails();")]
    [InlineData("new TaskCompletionSource().SetException(new FormatException());")]
    public void Of_a_task_that_nobody_looks_at_it_is_no_failure(string body)
    {
        var verdict = Explored.Test($"public static void Test() {{ {body} }}");
        Assert.True(verdict.Failure is null, verdict.Describe());
    }

    [Theory]
    [InlineData("public static async Task Test() => await System.IO.File.ReadAllTextAsync(\"x\");",
        "System.IO.File.ReadAllTextAsync")]
    [InlineData("public static async Task Test() { using var h = new System.Net.Http.HttpClient(); await h.GetStringAsync(\"x\"); }",
        "System.Net.Http.HttpClient")]
    [InlineData("public static async Task Test() { var m = new System.IO.MemoryStream(); await m.ReadAsync(new byte[1], 0, 1); }",
        "System.IO.Stream.ReadAsync")]
    [InlineData("public static async Task Test() { var r = new System.IO.StringReader(\"\"); await r.ReadLineAsync(); }",
        "System.IO.TextReader.ReadLineAsync")]
    [InlineData("static async IAsyncEnumerable<int> Two() { yield return 1; await Task.Yield(); yield return 2; } "
        + "public static async Task Test() { await foreach (var x in Two().Where(x => x > 1)) { } }",
            "System.Linq.AsyncEnumerable.Where")]
    [InlineData("class Own : Task { public Own() : base(() => { }) { } } public static void Test() => new Own().Start();",
        "System.Threading.Tasks.Task..ctor in Own..ctor")]
    [InlineData("public static void Test() => new ConcurrentExclusiveSchedulerPair();",
        "System.Threading.Tasks.ConcurrentExclusiveSchedulerPair..ctor")]
    [InlineData("public static void Test() => TaskScheduler.UnobservedTaskException += (_, _) => { };",
        "System.Threading.Tasks.TaskScheduler.add_UnobservedTaskException")]
    [InlineData("public static async Task Test() => await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);",
        "System.Threading.Tasks.Task.Delay")]
    [InlineData("public static void Test() => Task.Factory.FromAsync((c, s) => Task.CompletedTask, _ => { }, null);",
        "System.Threading.Tasks.TaskFactory.FromAsync")]
    public void What_no_one_controls_is_refused_by_name(string program, string use)
    {
        var refused = Assert.Throws<RefusedException>(() => Compiled.Test(program));
        Assert.Contains(refused.Uses, found => found.StartsWith(use, StringComparison.Ordinal));
    }

    [Fact]
    public void A_child_of_a_continuation_is_refused_when_it_is_made()
    {
        var refused = Assert.Throws<RefusedException>(() => Explored.Test("""
            public static void Test() => Task.CompletedTask.ContinueWith(_ =>
                Task.Factory.StartNew(() => { }, TaskCreationOptions.AttachedToParent)).Wait();
            """));
        Assert.Contains("attached to a continuation", refused.Message);
    }
}
