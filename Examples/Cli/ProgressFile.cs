// One change, and what a reader can meet at any moment:
//
//      lock progress.json.lock         (waits for another command; the lock goes with its process)
//      read progress.json              the old one
//      write progress.json.<pid>.tmp   the old one
//      rename it to progress.json      the old one, then the new one; never half of one
//      unlock
//
//   I1  progress.json is replaced only by what was read under the lock, changed: two commands at once both count.
//   I2  A file that cannot be understood is never replaced.
//
// The lock is a file of its own, and stays: locking the file that is replaced would lock the old one.

using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Workbook.Examples.Cli;

/// <summary>The file in the learner's directory that remembers how far they are.</summary>
/// <remarks>No failure here stops a command: it is told in one line, once, and the command goes on without.</remarks>
[DebuggerDisplay("{Path,nq}")]
internal sealed class ProgressFile(string directory, TextWriter error)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private bool _isTold;

    public string Path { get; } = System.IO.Path.Combine(directory, "progress.json");

    /// <summary>What is recorded; nothing, if there is no file yet or it cannot be read.</summary>
    public Progress Read() => TryRead(out var progress) ? progress : new Progress();

    /// <summary>Records a change. Waits for at most two seconds for another command that does the same.</summary>
    /// <returns>False, after telling why, when it could not be recorded.</returns>
    public bool Change(Action<Progress> change)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using var held = AcquireLock();
            if (held is null) return Tell($"{Path} is being changed by another command; this one's progress is not recorded");
            if (!TryRead(out var progress)) return false; // I2
            change(progress);
            Replace(progress.ToJson());
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell($"progress is not recorded: {e.Message}");
        }
    }

    private bool TryRead(out Progress progress)
    {
        progress = new Progress();
        try
        {
            if (!File.Exists(Path)) return true;
            progress = Progress.Parse(File.ReadAllText(Path));
            return true;
        }
        catch (FileNotFoundException) { return true; }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $"in line {line + 1}" : e.Message;
            return Tell($"{Path} is damaged ({where}); "
                + "it is kept as it is, and no progress is recorded until you repair or remove it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell($"progress is not known: {e.Message}");
        }
    }

    private void Replace(string json)
    {
        var temporary = $"{Path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(json));
                file.Flush(flushToDisk: true); // before the rename: a power cut must not leave an empty file under the name
            }
            File.Move(temporary, Path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private FileStream? AcquireLock()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try { return new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (Stopwatch.GetElapsedTime(start) > _patience) return null;
                Thread.Sleep(10);
            }
        }
    }

    private bool Tell(string line)
    {
        if (!_isTold) error.WriteLine(line);
        _isTold = true;
        return false;
    }
}
