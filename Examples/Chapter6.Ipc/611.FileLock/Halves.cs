// Two processes append to one file, an entry each, in two writes. The order is made certain by two events:
//
//      Ann (a process)              Bob (this process)           without a lock            with
//      [first] "Ann owes "                                       Ann owes                  Ann owes
//         halfway ------------------> [between]
//                                     "Bob owes 20\n"            Ann owes Bob owes 20      refused: Ann has the lock
//         <------------------------ go on
//      [second] "10\n"                                           10                        Ann owes 10
//                                     (with: again)                                        Bob owes 20

using System.Text;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Ipc.FileLocks;

/// <summary>One process is in the middle of its entry when another one comes.</summary>
internal sealed class Halves(Stage stage, string path, int patienceMs)
{
    private const string First = "Ann owes ", Second = "10\n", Entry = "Bob owes 20";

    private readonly List<string[]> _rows = [];

    /// <summary>Nobody locks: the entries are torn.</summary>
    public void PlayTorn() => Play("without a lock", locks: false, dies: false);

    /// <summary>The one who comes is kept out until the entry is whole.</summary>
    public void PlayLocked() => Play("with a lock on the file", locks: true, dies: false);

    /// <summary>The lock ends with its holder, its half entry does not.</summary>
    public void PlayKilled() => Play("with a lock, whose holder is killed", locks: true, dies: true);

    private void Play(string title, bool locks, bool dies)
    {
        File.WriteAllText(path, "");
        using var halfway = SharedEvent.CreateAnonymous();
        using var goOn = SharedEvent.CreateAnonymous();
        using var ann = ChildProcess.Start(Ann, path, locks, halfway, goOn,
            new ChildOptions { IsDaemon = true, IgnoreInterrupt = true });
        while (!halfway.Wait(TimeSpan.FromMilliseconds(200), stage.Cancel)) // [between]
            if (!ann.IsAlive) throw ann.Failure ?? throw new InvalidOperationException($"Ann ended, code {ann.ExitCode}.");
        Tell($"Ann ({ann.Id})", "writes the first half");

        using var log = new AppendLog(path);
        if (!locks)
        {
            WriteAtEnd(path, $"{Entry}\n");
            Tell("Bob", "writes his entry");
        }
        else TryAppend(log);

        if (dies) ann.Kill();
        else goOn.Set();
        ann.Join(stage.Cancel);
        Tell($"Ann ({ann.Id})", dies ? $"is killed, code {ann.ExitCode}" : $"writes the second half, ends, code {ann.ExitCode}");
        if (locks) TryAppend(log);

        stage.Table(title, ["who", "what", "then the file is"], _rows);
        var whole = File.ReadAllLines(path).Count(line => line is Entry or First + "10");
        var lines = File.ReadAllLines(path).Length;
        stage.WriteLine(whole == lines
            ? $"{lines} {(lines == 1 ? "line" : "lines")}, all whole"
            : $"{lines} lines, {lines - whole} of them TORN");
        _rows.Clear();
    }

    private void TryAppend(AppendLog log)
    {
        var patience = TimeSpan.FromMilliseconds(patienceMs);
        Tell("Bob", log.TryAppend(Entry, patience, stage.Cancel) ? "appends his entry" : $"is kept out for {patienceMs} ms");
    }

    /// <summary>Runs in a process of its own.</summary>
    public static void Ann(string path, bool locks, SharedEvent halfway, SharedEvent goOn)
    {
        using var @lock = locks ? new FileLock(path) : null;
        @lock?.Acquire();
        Write(First);   // [first]
        halfway.Set();
        goOn.Wait();
        Write(Second);  // [second]
        @lock?.Release();

        void Write(string text)
        {
            if (@lock is null) WriteAtEnd(path, text);
            else RandomAccess.Write(@lock.File, Encoding.UTF8.GetBytes(text), RandomAccess.GetLength(@lock.File));
        }
    }

    private static void WriteAtEnd(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    // Read by a stranger who asks for no lock: nobody can refuse it.
    private void Tell(string who, string what) => _rows.Add([who, what, Contents().Replace("\n", "\\n")]);

    private string Contents()
    {
        using var file = new FileLock(path); // opened only, not locked
        var bytes = new byte[RandomAccess.GetLength(file.File)];
        return Encoding.UTF8.GetString(bytes.AsSpan(0, RandomAccess.Read(file.File, bytes, 0)));
    }
}
