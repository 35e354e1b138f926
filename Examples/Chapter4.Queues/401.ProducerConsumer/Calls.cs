using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>Each call of the queue, by one thread, at the moments in which the calls differ: empty, full, closed,
/// drained.</summary>
/// <param name="patienceMs">The timeout of the calls that have one.</param>
public sealed class Calls(int patienceMs)
{
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(patienceMs);
    private readonly BoundedQueue<string> _queue = new(2);
    private readonly List<string[]> _rows = [];

    /// <summary>Makes the calls, and shows what each returned.</summary>
    public void Play(Stage stage)
    {
        Call("TryTake()", () => Taken(_queue.TryTake(out var item), item));                       // [calls] empty
        Call($"TryTake({patienceMs} ms)", () => Timed(() => Taken(_queue.TryTake(out var item, _patience, stage.Cancel), item)));
        Call("Put(a)", () => Put("a", stage.Cancel));
        Call("TryPut(b)", () => Bool(_queue.TryPut("b")));
        Call("TryPut(c)", () => Bool(_queue.TryPut("c")));                                        // full
        Call($"TryPut(c, {patienceMs} ms)", () => Timed(() => Bool(_queue.TryPut("c", _patience, stage.Cancel))));
        Call("Take()", () => Taken(_queue.Take(out var item, stage.Cancel), item));
        Call("Close()", () => { _queue.Close(); return ""; });
        Call("TryPut(c)", () => Bool(_queue.TryPut("c")));                                        // closed, with room
        Call("Put(c)", () => Put("c", stage.Cancel));
        Call("Take()", () => Taken(_queue.Take(out var item, stage.Cancel), item));               // what is left
        Call("Take()", () => Taken(_queue.Take(out var item, stage.Cancel), item));               // drained: does not wait
        stage.Table("the calls, one after the other, capacity 2", ["call", "returned", "then holds"], _rows);
    }

    private void Call(string call, Func<string> perform) =>
        _rows.Add([call, perform(), $"{_queue.Count}{(_queue.IsClosed ? ", closed" : "")}"]);

    private string Put(string item, CancellationToken cancel)
    {
        try { _queue.Put(item, cancel); }
        catch (InvalidOperationException refusal) { return refusal.GetType().Name; }
        return "";
    }

    private string Timed(Func<string> call)
    {
        var start = Stopwatch.GetTimestamp();
        var returned = call();
        return $"{returned}, {(Stopwatch.GetElapsedTime(start) < _patience ? "before" : "after")} {patienceMs} ms";
    }

    private static string Bool(bool returned) => returned ? "true" : "false";

    private static string Taken(bool returned, string? item) => returned ? $"true, {item}" : "false";
}
