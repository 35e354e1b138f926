// this program                          juke 1's process
//   new Jukebox(...)                      (there is none yet)
//   Start  ---- its fields ------------>  an object of the same class, with these fields; Run
//   shows what is reported  <-----------  plays, and counts in its own _played
//   Join                                  (gone, and its fields with it)
//   its _played: 0

using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Processes.ClassAsProcess;

[Exercise(503, "worker-process-class", "A process as a class", Small = "--length 5ms")]
public static class Demo
{
    // Old enough to belong to everybody.
    private static readonly string[] _songs =
        ["Greensleeves", "Danny Boy", "Auld Lang Syne", "La Paloma", "Loch Lomond", "Sakura"];

    public static void Run(
        Stage stage,
        [Option("jukeboxes that play at the same time", 1, 3)] int jukeboxes = 3,
        [Option("how often each plays its two songs", 1, 100)] int plays = 2,
        [Option("how long a song is", 0, 10_000)] int lengthMs = 300,
        [Option("give the first jukebox a field that cannot travel")] bool broken = false)
    {
        List<Jukebox> boxes = [];
        var reports = new Dictionary<Connection, Jukebox>();
        try
        {
            for (var number = 0; number < jukeboxes; number++)
            {
                var (receiver, sender) = DuplexPipe.CreateOneWay();
                using (sender)
                {
                    var songs = _songs[(2 * number)..(2 * number + 2)];
                    var box = new Jukebox($"juke {number + 1}", songs, plays, lengthMs, sender) // [make]
                    {
                        Neighbour = broken && number == 0 ? Thread.CurrentThread : null,
                    };
                    boxes.Add(box);
                    reports.Add(receiver, box);
                    try { box.Start(); } // [start]
                    catch (NotSupportedException e)
                    {
                        stage.WriteLine($"{box.Name} was not started: {e.Message}");
                        return;
                    }
                }
            }
            var last = Show(stage, boxes, reports);
            foreach (var box in boxes) box.Join(stage.Cancel); // [join]

            stage.WriteLine();
            stage.Table("", ["jukebox", "made in", "ran in", "played, there", "played, here"], boxes.Select(box => (string[])
                [box.Name, $"process {box.MadeIn}", $"process {last[box].RanIn}", $"{last[box].Played}", $"{box.Played}"]));
        }
        finally
        {
            foreach (var box in boxes) box.Dispose();
            foreach (var connection in reports.Keys) connection.Dispose();
        }
    }

    // Shows what the jukeboxes report until all have ended; returns the last report of each.
    private static Dictionary<Jukebox, Playing> Show(Stage stage, List<Jukebox> boxes, Dictionary<Connection, Jukebox> reports)
    {
        const int Width = 22;
        stage.WriteLine(string.Concat(boxes.Select(box => box.Name.PadRight(Width))).TrimEnd());
        var last = new Dictionary<Jukebox, Playing>();
        var open = reports.Keys.ToList();
        while (open.Count > 0)
        {
            foreach (var connection in Connection.Wait(open, Timeout.InfiniteTimeSpan, stage.Cancel))
            {
                try
                {
                    var (box, playing) = (reports[connection], connection.Receive<Playing>());
                    if (playing.Song is { } song) stage.WriteLine(new string(' ', boxes.IndexOf(box) * Width) + song);
                    last[box] = playing;
                }
                catch (EndOfStreamException) { open.Remove(connection); }
            }
        }
        return last;
    }
}
