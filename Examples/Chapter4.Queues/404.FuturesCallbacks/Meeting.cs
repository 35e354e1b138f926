using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.Futures;

/// <summary>The end and a registration at the same moment.</summary>
public static class Meeting
{
    /// <summary>Lets them meet many times, and counts the calls.</summary>
    public static void Play(Stage stage, int rounds)
    {
        int calls = 0, onRegistrar = 0, wrong = 0;
        var registrar = Environment.CurrentManagedThreadId;
        var meet = new CyclicBarrier(2); // orders all that both threads use: the future, the flag, the counts
        var future = new SmallFuture<int>();
        var (round, isOver) = (0, false);
        var isRegistered = false; // written by main with Volatile, read so by the producer
        var producer = WorkerThread.Start("producer", () =>
        {
            while (true)
            {
                meet.SignalAndWait();
                if (isOver) return;
                if (round % 3 == 1) SpinWait.SpinUntil(() => Volatile.Read(ref isRegistered)); // comes second
                future.SetResult(42);       // [end]
                meet.SignalAndWait();
            }
        });
        for (; !isOver; round++) // a third of the rounds in the one order, a third in the other, a third as it happens
        {
            var callsBefore = calls;
            (future, isRegistered) = (new SmallFuture<int>(), false);
            isOver = round == rounds || stage.Cancel.IsCancellationRequested;
            meet.SignalAndWait();
            if (isOver) break;
            if (round % 3 == 0) SpinWait.SpinUntil(() => future.State == FutureState.Succeeded); // comes second
            future.OnDone(_ =>              // [register]
            {
                calls++; // on one thread or the other
                if (Environment.CurrentManagedThreadId == registrar) onRegistrar++;
            });
            Volatile.Write(ref isRegistered, true);
            meet.SignalAndWait();
            if (calls != callsBefore + 1) wrong++;
        }
        producer.Join();
        stage.Cancel.ThrowIfCancellationRequested();
        stage.WriteLine($"{rounds} ends met a registration: {calls} callbacks called, " +
            $"{onRegistrar} by who registered, {calls - onRegistrar} by who set the result");
        stage.WriteLine(wrong == 0 ? "each was called once" : $"NOT ONCE in {wrong} rounds");
    }

    /// <summary>Has the result set exactly between the two steps of a registration.</summary>
    public static void PlayForgetful(Stage stage)
    {
        var (looked, ended) = (new OneShotLatch(), new OneShotLatch());
        var called = 0;
        var future = new ForgetfulFuture<int>(gap: () => { looked.Open(); ended.Wait(); });
        var producer = WorkerThread.Start("producer", () =>
        {
            looked.Wait();
            future.SetResult(42);
            ended.Open();
        });
        future.OnDone(_ => called++);
        producer.Join();
        stage.WriteLine($"one callback, and the result came between [look] and [add]: called {called} times");
        stage.WriteLine(called == 1 ? "each was called once"
            : $"LOST: the result is there, and {future.Registered} callback waits in a list that nobody reads");
    }
}
