using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.ProducerConsumer;

/// <summary>How many items lay in the queue, looked at again and again.</summary>
/// <remarks>Used by one thread.</remarks>
/// <param name="capacity">Of the queue.</param>
/// <param name="live">Shows the last look; null: nobody is watching.</param>
public sealed class Depth(int capacity, LiveView? live)
{
    private const int Rows = 16, Width = 40;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(int Milliseconds, int Count)> _looks = [];

    /// <summary>Since the first moment.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Writes down one look.</summary>
    public void Add(int count)
    {
        _looks.Add(((int)Elapsed.TotalMilliseconds, count));
        var length = (int)Math.Round((double)count / capacity * Width);
        live?.Show([$"  [{new string('█', length)}{new string(' ', Width - length)}] {count} of {capacity}"]);
    }

    /// <summary>Draws the looks in order of time, several in a row: the bar is the deepest of them.</summary>
    public void Show(Stage stage)
    {
        var chunks = _looks.Chunk((_looks.Count + Rows - 1) / Rows).ToList();
        stage.Bars(
            $"depth of the queue, of {capacity} ({_looks.Count} looks; several in a row: least..most)",
            chunks.Select(looks =>
            {
                var (least, most) = (looks.Min(look => look.Count), looks.Max(look => look.Count));
                return ($"{looks[0].Milliseconds,5} ms", (double)most, least == most ? $"{most}" : $"{least}..{most}");
            }));
    }
}
