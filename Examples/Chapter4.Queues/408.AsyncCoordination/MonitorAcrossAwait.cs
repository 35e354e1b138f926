// What the compiler forbids with `lock`, done by hand:
//
//      thread "first"                        thread "second"
//      Monitor.Enter
//      await ..................              completes what is awaited, and so goes on here:
//                                            Monitor.Exit   <- holds nothing
//      still holds it

using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Queues.AsyncCoordination;

/// <summary>A monitor belongs to a thread; after an <c>await</c> there may be another one.</summary>
public static class MonitorAcrossAwait
{
    /// <summary>What was seen.</summary>
    /// <param name="EnteredOn">The name of the thread that entered.</param>
    /// <param name="ExitedOn">The name of the thread on which the method went on.</param>
    /// <param name="Failure">What <see cref="Monitor.Exit(object)"/> threw there.</param>
    /// <param name="IsStillHeld">Whether the first thread held the monitor all the same.</param>
    public sealed record Result(string EnteredOn, string ExitedOn, string Failure, bool IsStillHeld);

    /// <summary>Runs it; the same in every run, since only the second thread completes what the first one awaits.</summary>
    public static Result Run()
    {
        var monitor = new object();
        var answer = new TaskCompletionSource(); // its continuation runs on the thread that completes it
        string enteredOn = "", exitedOn = "", failure = "nothing";

        async Task Method()
        {
            Monitor.Enter(monitor);
            enteredOn = Thread.CurrentThread.Name!;
            await answer.Task.ConfigureAwait(false); // [await]
            exitedOn = Thread.CurrentThread.Name!;
            try { Monitor.Exit(monitor); }           // [exit]
            catch (SynchronizationLockException e) { failure = e.GetType().Name; }
        }

        var isStillHeld = false;
        var first = WorkerThread.Start("first", () =>
        {
            var method = Method(); // comes back at [await]
            WorkerThread.Start("second", answer.SetResult).Join();
            method.GetAwaiter().GetResult();
            isStillHeld = Monitor.IsEntered(monitor);
            if (isStillHeld) Monitor.Exit(monitor);
        });
        first.Join();
        return new(enteredOn, exitedOn, failure, isStillHeld);
    }
}
