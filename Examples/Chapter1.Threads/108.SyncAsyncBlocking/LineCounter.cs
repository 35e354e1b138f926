using System.Diagnostics;

namespace Workbook.Examples.Threads.SyncAsyncBlocking;

/// <summary>The caller's own work, which has nothing to do with the jobs: it looks for the end of line after line.</summary>
/// <remarks>For one thread.</remarks>
[DebuggerDisplay("Count = {Count}")]
internal sealed class LineCounter
{
    private static readonly string _text =
        string.Concat(Enumerable.Range(1, 100).Select(length => new string('.', length) + "\n"));

    private int _at;

    /// <summary>How many lines it has counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts the next line; after the last one it begins again.</summary>
    public void CountOne()
    {
        _at = (_text.IndexOf('\n', _at) + 1) % _text.Length;
        Count++;
    }
}
