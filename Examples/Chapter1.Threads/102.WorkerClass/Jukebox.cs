// A jukebox is a thread, and an object with fields of its own:
//
//      main                                  the jukebox's thread
//      new Jukebox(...)   fields are set
//      Start  ----------------------------->  Run: plays a song, waits, plays the next
//      ...                                    _played goes up
//      Join   <-----------------------------  Run returns
//      reads Played
//
//   I1  The fields that the constructor sets never change afterwards: Start hands them over, no lock is needed.
//   I2  _played and _ranOn are written by Run alone, and read by others only after Join.

using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.WorkerClass;

/// <summary>Plays its songs on a thread of its own.</summary>
/// <remarks>Shutdown: it ends by itself when all is played, at once on Ctrl+C; whoever has started it joins it.</remarks>
[DebuggerDisplay("{Name,nq}: {_played} played")] // takes no lock
public sealed class Jukebox : WorkerThread
{
    private readonly Stage _stage;
    private readonly Playlist _playlist;
    private readonly IReadOnlyList<string> _songs;
    private readonly int _plays, _lengthMs;
    private int _played, _ranOn; // I2

    /// <param name="stage">Where time passes.</param>
    /// <param name="playlist">Writes down what is played.</param>
    /// <param name="name">Its name, and its thread's.</param>
    /// <param name="songs">What it plays, in this order.</param>
    /// <param name="plays">How often it plays all of them, at least once.</param>
    /// <param name="lengthMs">How long a song is, in milliseconds.</param>
    public Jukebox(Stage stage, Playlist playlist, string name, IReadOnlyList<string> songs, int plays, int lengthMs) : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plays, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthMs);
        (_stage, _playlist, _songs, _plays, _lengthMs) = (stage, playlist, songs, plays, lengthMs);
        MadeOn = Environment.CurrentManagedThreadId; // [made]
    }

    /// <summary>The thread that ran the constructor.</summary>
    public int MadeOn { get; }

    /// <summary>The thread that ran <see cref="Run"/>. Read it after Join.</summary>
    public int RanOn => _ranOn;

    /// <summary>How many songs it has played to the end. Read it after Join.</summary>
    public int Played => _played;

    /// <inheritdoc/>
    protected override void Run()
    {
        _ranOn = Environment.CurrentManagedThreadId; // [run]
        for (var play = 1; play <= _plays; play++)
        {
            foreach (var song in _songs)
            {
                _playlist.Add(Name, $"{song} {play}/{_plays}"); // [play]
                _stage.Sleep(_lengthMs);
                _played++;
            }
        }
    }
}
