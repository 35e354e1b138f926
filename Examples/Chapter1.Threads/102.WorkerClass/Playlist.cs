// The lines appear in the order in which the songs began, since the clock is read and the line is written under one lock:
//
//               juke 1                  juke 2
//      0.00 s   Greensleeves 1/3
//      0.00 s                           Danny Boy 1/3
//
//   I1  The times never go backwards from one line to the next.

using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.WorkerClass;

/// <summary>Prints what each jukebox plays, a column for each.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("Lines = {_lines}")] // takes no lock
public sealed class Playlist
{
    private readonly Lock _lock = new(); // orders the lines; guards:
    private int _lines;

    private readonly Stage _stage;
    private readonly IReadOnlyList<string> _jukeboxes;
    private readonly int _width;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <param name="stage">Receives the lines.</param>
    /// <param name="jukeboxes">The names at the heads of the columns.</param>
    /// <param name="width">Of a column, in characters.</param>
    public Playlist(Stage stage, IReadOnlyList<string> jukeboxes, int width)
    {
        (_stage, _jukeboxes, _width) = (stage, jukeboxes, width);
        stage.WriteLine($"          {string.Concat(jukeboxes.Select(name => name.PadRight(width)))}".TrimEnd());
    }

    /// <summary>How many songs have begun.</summary>
    public int Lines { get { lock (_lock) return _lines; } }

    /// <summary>Writes a song into the column of <paramref name="jukebox"/>.</summary>
    public void Add(string jukebox, string song)
    {
        var column = _jukeboxes.TakeWhile(name => name != jukebox).Count();
        lock (_lock)
        {
            _lines++;
            _stage.WriteLine($"{_clock.Elapsed.TotalSeconds,6:0.00} s  {new string(' ', column * _width)}{song}"); // I1
        }
    }
}
