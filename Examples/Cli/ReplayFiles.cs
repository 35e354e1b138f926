// Where failing interleavings are kept, below the learner's directory beside the progress file:
//
//      work/replays/3fa9c1d2.replay.json        named by the replay's id, which is made of its test and its schedule
//      work/replays/3fa9c1d2-2.replay.json      the same of another build of the program
//
//   I1  A file is never replaced: one of the same text is left as it is, and another text gets another name.

using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Cli;

/// <summary>The files that <c>workbook explore</c> writes and <c>workbook replay</c> reads.</summary>
internal sealed class ReplayFiles(string directory)
{
    private const string Ending = ".replay.json";

    /// <summary>The names of those that are there, for <c>workbook replay</c> to take; in the order of the alphabet.</summary>
    public IReadOnlyList<string> Names => !Directory.Exists(directory) ? []
        : [.. Directory.GetFiles(directory, $"*{Ending}")
            .Select(path => Path.GetFileName(path)[..^Ending.Length]).Order(StringComparer.Ordinal)];

    /// <summary>Keeps one here.</summary>
    /// <returns>Its name and its file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public (string Name, string Path) Save(Replay replay)
    {
        Directory.CreateDirectory(directory);
        var text = replay.ToJson() + "\n";
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? replay.Id : $"{replay.Id}-{number}";
            var path = Path.Combine(directory, name + Ending);
            if (TryWrite(path, text) || File.ReadAllText(path) == text) return (name, path);
        }
    }

    /// <summary>Writes a file that is not there yet.</summary>
    /// <returns>False: it is there, and was left alone.</returns>
    public static bool TryWrite(string path, string text)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            file.Write(text);
            return true;
        }
        catch (IOException) when (File.Exists(path)) { return false; }
    }

    /// <summary>Reads one.</summary>
    /// <param name="name">A file, or the name of one that is kept here.</param>
    /// <exception cref="CommandException">There is none, or it is no replay.</exception>
    public Replay Read(string name)
    {
        var kept = Path.Combine(directory, name + Ending);
        var path = File.Exists(name) ? name : File.Exists(kept) ? kept
            : throw new CommandException(ExitCode.Refused, Missing(name));
        try { return Replay.FromJson(File.ReadAllText(path)); }
        catch (FormatException e) { throw new CommandException(ExitCode.Refused, $"{path}: {e.Message}"); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, $"{path}: {e.Message}");
        }
    }

    private string Missing(string name)
    {
        if (Directory.Exists(name)) return $"{name}: a directory; name a file in it";
        if (Exercises.Spelling.Nearest(name, Names) is { } nearest) return $"no replay {name}; did you mean {nearest}?";
        return Names is [] ? $"no replay {name}; workbook explore writes one when an interleaving fails"
            : $"no replay {name}; there are {string.Join(", ", Names.Take(10))}{(Names.Count > 10 ? " ..." : "")}";
    }
}
