using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.WorkerClass;

/// <summary>What holds of a worker that is an object.</summary>
public static class Scenarios
{
    [Scenario("after Join its fields may be read")]
    public static void ReadAfterJoin()
    {
        var (first, second, playlist) = TwoJukeboxes();
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Require.That(first.Played == 1 && second.Played == 1 && playlist.Lines == 2);
        Require.That(first.RanOn != second.RanOn && first.MadeOn == second.MadeOn);
    }

    [Scenario("read before Join, nothing orders the reading and the counting", Fails = true)]
    public static void ReadBeforeJoin()
    {
        var (first, _, _) = TwoJukeboxes();
        first.Start();
        var played = first.Played; // [early]
        first.Join();
        Require.That(played is 0 or 1);
    }

    private static (Jukebox First, Jukebox Second, Playlist Playlist) TwoJukeboxes()
    {
        var stage = new Stage(TextWriter.Null);
        var playlist = new Playlist(stage, ["juke 1", "juke 2"], width: 10);
        Jukebox Playing(string name) => new(stage, playlist, name, ["La Paloma"], plays: 1, lengthMs: 1);
        return (Playing("juke 1"), Playing("juke 2"), playlist);
    }
}
