// Each scene is two threads that wait for each other where the order matters, so that the transcript is the same every time.
// No wait takes a token: the other thread comes within microseconds, whatever happens.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Futures;

/// <summary>A result, an exception, a cancellation, a chain.</summary>
public static class Scenes
{
    /// <summary>Callbacks before the end run on the worker, one after the end on main.</summary>
    public static void Result(Stage stage)
    {
        var (said, future, mayEnd) = (new Transcript(), new SmallFuture<int>(), new OneShotLatch());
        var worker = WorkerThread.Start("worker", () =>
        {
            mayEnd.Wait();
            future.TryStart();
            said.Say($"is {future.State}, sets 42");
            future.SetResult(42);
        });
        said.Say($"is {future.State}, registers a, b");
        future.OnDone(done => said.Say($"a: {done.Result()}")); // [before]
        future.OnDone(done => said.Say($"b: {done.Result()}"));
        mayEnd.Open();
        var result = future.Result(); // [result]
        worker.Join();
        said.Say($"Result returned {result}, registers c");
        future.OnDone(done => said.Say($"c: {done.Result()}")); // [after]
        said.Say("OnDone returned");
        said.Draw(stage, "a result, and three callbacks");
    }

    /// <summary>The exception comes out where the result is asked for; a callback that throws harms nobody.</summary>
    public static void Failure(Stage stage)
    {
        var (said, future, mayEnd) = (new Transcript(), new SmallFuture<int>(), new OneShotLatch());
        var worker = WorkerThread.Start("worker", () =>
        {
            mayEnd.Wait();
            future.TryStart();
            future.RunBody(BurnTheToast); // [run]
        });
        future.OnDone(done => { said.Say($"a: {done.State}, throws"); throw new InvalidOperationException("a slipped"); });
        future.OnDone(done => said.Say($"b: {done.State}"));
        mayEnd.Open();
        worker.Join();
        try { future.Result(); }
        catch (FormatException e)
        {
            var source = new StackTrace(e).GetFrame(0)?.GetMethod()?.Name;
            said.Say($"Result threw: {e.Message}"); // [rethrow]
            said.Say($"it came from {source}");
        }
        said.Say($"callbacks failed: {string.Join(", ", future.CallbackFailures.Select(failure => failure.Message))}");
        said.Draw(stage, "an exception, and a callback that throws too");
    }

    /// <summary>What runs cannot be cancelled, what waits can.</summary>
    public static void Cancellation(Stage stage)
    {
        var said = new Transcript();
        var (first, second) = (new SmallFuture<int>(), new SmallFuture<int>());
        var (begun, mayEnd) = (new OneShotLatch(), new OneShotLatch());
        var worker = WorkerThread.Start("worker", () =>
        {
            said.Say($"first: TryStart {first.TryStart()}");
            begun.Open();
            mayEnd.Wait();
            said.Say("first: sets 1");
            first.SetResult(1);
            said.Say($"second: TryStart {second.TryStart()}"); // [skip]
        });
        begun.Wait();
        second.OnDone(done => said.Say($"callback of second: {done.State}"));
        said.Say($"first.Cancel {first.Cancel()}, is {first.State}");
        said.Say("second.Cancel ..."); // [cancel]
        said.Say($"... {second.Cancel()}");
        mayEnd.Open();
        worker.Join();
        said.Say($"first: {first.State}, second: {second.State}");
        said.Draw(stage, "a cancellation that comes too late, and one in time");
    }

    /// <summary>A value goes through the functions of a chain; anything else goes by.</summary>
    public static void Chain(Stage stage, string number)
    {
        List<string[]> rows = [];
        void Feed(string with, Action<SmallFuture<string>> end)
        {
            var calls = 0;
            var text = new SmallFuture<string>();
            var parsed = text.Then(x => { calls++; return int.Parse(x); }); // [chain]
            var squared = parsed.Then(x => { calls++; return checked(x * x); });
            end(text);
            rows.Add([with, Shown(parsed), Shown(squared), $"{calls}"]);
        }
        Feed($"\"{number}\"", text => text.SetResult(number));
        Feed("\"a dozen\"", text => text.SetResult("a dozen"));
        Feed("a failure", text => text.SetException(new IOException("unreadable")));
        Feed("a cancellation", text => text.Cancel());
        stage.Table("a chain: text, Then(parse), Then(square)", ["fed with", "parsed", "squared", "functions called"], rows);
    }

    private static string Shown(SmallFuture<int> future)
    {
        try { return $"{future.Result()}"; }
        catch (Exception e) { return $"{future.State}: {e.GetType().Name}"; }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // or it would not stand in the stack
    private static int BurnTheToast() => throw new FormatException("burnt");
}
