// One object here, and one there:
//
//      field        here            travels        there
//      _songs       set by us       ----------->   the same
//      _reports     one end         ----------->   the same end, as a descriptor of that process
//      _played      0               ----------->   0, 1, 2 ...             and nothing comes back
//      MadeIn       our process     ----------->   the same number: the constructor does not run again

using System.Diagnostics;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.ClassAsProcess;

/// <summary>Plays its songs in a process of its own.</summary>
/// <remarks>Shutdown: it ends by itself when all is played; dispose of it, and it ends at once.</remarks>
[DebuggerDisplay("{Name,nq}: {_played} played")]
public sealed class Jukebox : WorkerProcess
{
    private readonly string[] _songs;
    private readonly int _plays, _lengthMs;
    private readonly Connection _reports;
    private int _played;

    /// <param name="name">Its name, and that of its process.</param>
    /// <param name="songs">What it plays, in this order.</param>
    /// <param name="plays">How often it plays all of them, at least once.</param>
    /// <param name="lengthMs">How long a song is, in milliseconds.</param>
    /// <param name="reports">Receives what it plays.</param>
    public Jukebox(string name, string[] songs, int plays, int lengthMs, Connection reports)
        : base(new ChildOptions { Name = name, IgnoreInterrupt = true })
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plays, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthMs);
        (_songs, _plays, _lengthMs, _reports) = (songs, plays, lengthMs, reports);
        MadeIn = Environment.ProcessId; // [made]
    }

    /// <summary>The process that ran the constructor.</summary>
    public int MadeIn { get; }

    /// <summary>How many songs this object has played to the end.</summary>
    public int Played => _played;

    /// <summary>A thread of this process, if any: what cannot travel.</summary>
    public Thread? Neighbour { get; init; }

    /// <inheritdoc/>
    protected override void Run()
    {
        for (var play = 1; play <= _plays; play++)
        {
            foreach (var song in _songs)
            {
                _reports.Send(new Playing($"{song} {play}/{_plays}", _played, Environment.ProcessId)); // [play]
                Thread.Sleep(_lengthMs);
                _played++;
            }
        }
        _reports.Send(new Playing(null, _played, Environment.ProcessId));
    }
}
