// main                     juke 1 ... juke n
//   makes them             (objects, no thread runs yet)
//   starts them            Run, each on its own thread
//   joins them             ended: their fields may be read

using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.WorkerClass;

[Exercise(102, "worker-class", "A worker as a class", Small = "--length 10ms")]
public static class Demo
{
    // Old enough to belong to everybody.
    private static readonly string[] _songs =
        ["Greensleeves", "Danny Boy", "Auld Lang Syne", "La Paloma", "Loch Lomond", "Scarborough Fair", "Shenandoah", "Sakura"];

    public static void Run(
        Stage stage,
        [Option("jukeboxes that play at the same time", 1, 6)] int jukeboxes = 3,
        [Option("songs in each jukebox", 1, 8)] int songs = 2,
        [Option("how often each plays its songs", 1, 100)] int plays = 3,
        [Option("how long a song is", 0, 10_000)] int lengthMs = 500)
    {
        var names = Enumerable.Range(1, jukeboxes).Select(number => $"juke {number}").ToList();
        var width = _songs.Max(song => song.Length) + $" {plays}/{plays}".Length + 2;
        var playlist = new Playlist(stage, names, width);

        var workers = names.Select((name, i) =>
            new Jukebox(stage, playlist, name, SongsOf(i, songs), plays, lengthMs)).ToList(); // [make]
        var before = workers.ConvertAll(worker => worker.State);

        var group = new ThreadGroup();
        foreach (var worker in workers) group.Start(worker); // [start]
        group.Join();                                        // [join]

        stage.WriteLine();
        stage.Table("", ["jukebox", "made on", "ran on", "played", "state before", "state after"],
            workers.Select((worker, i) => (string[])
                [worker.Name, $"thread {worker.MadeOn}", $"thread {worker.RanOn}", $"{worker.Played}",
                    $"{before[i]}", $"{worker.State}"]));
        stage.WriteLine($"{playlist.Lines} songs begun, {workers.Sum(worker => worker.Played)} played to the end");
    }

    private static List<string> SongsOf(int jukebox, int songs) =>
        [.. Enumerable.Range(0, songs).Select(song => _songs[(jukebox * songs + song) % _songs.Length])];
}
