using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.AsyncBuffers;

/// <summary>What becomes of those who wait when a token fires, and when the queue is completed.</summary>
public static class Ending
{
    /// <summary>Plays both, one step after another: nothing here depends on who is faster.</summary>
    public static async Task Play(Stage stage)
    {
        var queue = new AwaitableQueue<string>(2);
        using CancellationTokenSource impatientTaker = new(), impatientPutter = new();

        Task<(bool, string)>[] takes = [queue.TakeAsync(impatientTaker.Token), queue.TakeAsync()];
        impatientTaker.Cancel();                                                // [taker gives up]
        await queue.PutAsync("a").ConfigureAwait(false);
        await AllEnded(stage, takes).ConfigureAwait(false);
        stage.WriteLine($"two wait for an item, the first gives up, a is put: {Told(takes[0])}, {Told(takes[1])}");

        Task[] puts = [queue.PutAsync("b"), queue.PutAsync("c"), queue.PutAsync("d", impatientPutter.Token), queue.PutAsync("e")];
        impatientPutter.Cancel();                                               // [putter gives up]
        await AllEnded(stage, puts[..3]).ConfigureAwait(false);
        stage.WriteLine($"room for 2, b c d e are put, d gives up: {string.Join(", ", puts.Select(Told))}");

        queue.Complete();                                                       // [complete]
        var late = queue.PutAsync("f");
        Task<(bool, string)>[] rest = [queue.TakeAsync(), queue.TakeAsync(), queue.TakeAsync()];
        await AllEnded(stage, [puts[3], late, .. rest]).ConfigureAwait(false);
        stage.WriteLine($"complete: e {Told(puts[3])}, f {Told(late)}; taken then: {string.Join(", ", rest.Select(Told))}");
    }

    // However they ended; a task that has been served learns it a moment later, on another thread.
    private static async Task AllEnded(Stage stage, Task[] tasks)
    {
        var all = Task.WhenAll(tasks);
        await all.WaitAsync(stage.Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stage.Cancel.ThrowIfCancellationRequested();
    }

    private static string Told(Task put) => put.Status switch
    {
        TaskStatus.RanToCompletion => "done",
        TaskStatus.Canceled => "cancelled",
        TaskStatus.Faulted => "refused",
        _ => "waits",
    };

    private static string Told(Task<(bool HasItem, string Item)> take) => take.IsCompletedSuccessfully
        ? take.Result is (true, var item) ? $"got {item}" : "told that it is over"
        : Told((Task)take);
}
