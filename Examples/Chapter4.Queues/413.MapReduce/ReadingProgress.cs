using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>How far the reading is, as a bar that is painted over in a terminal; redirected, only its last state is
/// written.</summary>
/// <remarks>For the reading thread; dispose it when that has ended.</remarks>
public sealed class ReadingProgress : IDisposable
{
    private const int Width = 40;

    private readonly LiveView _view;
    private readonly IReadOnlyList<TextSource> _sources;
    private readonly long _total;
    private long _before; // bytes of the sources that have been read to their end
    private int _shown = -1;

    public ReadingProgress(Stage stage, IReadOnlyList<TextSource> sources)
    {
        (_view, _sources, _total) = (stage.Live(), sources, sources.Sum(source => source.Bytes));
        Show(_total == 0 ? 100 : 0);
    }

    /// <summary>How many blocks the reader has given away.</summary>
    public int Blocks { get; private set; }

    /// <summary>All blocks of all sources, read as they are asked for; resting after each, if so wished.</summary>
    public IEnumerable<string> ReadAll(int length, Action rest)
    {
        foreach (var source in _sources)
        {
            var position = 0L;
            foreach (var block in TextBlocks.Read(source, length, at => position = at))
            {
                Blocks++;
                Show(Percent(_before + position));
                yield return block;
                rest();
            }
            _before += source.Bytes;
            Show(Percent(_before));
        }
    }

    public void Dispose() => _view.Dispose();

    // A file may have grown since it was looked at.
    private int Percent(long bytes) => _total == 0 ? 100 : (int)Math.Min(100, 100 * bytes / _total);

    private void Show(int percent)
    {
        if (percent == _shown) return; // painting a hundred times is enough
        _shown = percent;
        var done = percent * Width / 100;
        _view.Show([$"read {new string('█', done)}{new string('░', Width - done)} {percent,3} % of {_total} bytes"]);
    }
}
