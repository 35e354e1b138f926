// desk (a process)                     the letter box            guard (a process)
//   writes a login (--write)           --capacity slots            takes it, or sleeps while it is empty
//   puts it, or sleeps while full                                  looks it up (--check)
//   closes after the last one                                      until closed and drained
//          \                                                          /
//           `------- steps: a queue of the library, for this process to show ------'

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Messages;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.Letters;

/// <summary>Logins go from one process to another through the letter box of Solution.cs.</summary>
internal static class Door
{
    private static readonly string[] _names = ["Ann", "Bob", "Cem", "Dana", "Eve", "Finn", "Gina", "Hugo"];

    public static void Play(Stage stage, int logins, int capacity, int writeMs, int checkMs)
    {
        using var box = LetterBox.Create($"letters-{Environment.ProcessId}", capacity);
        using var steps = MessageQueue<Step>.CreateAnonymous(capacity: 100);
        using var guard = ChildProcess.Start(Guard, box, steps, checkMs,
            new ChildOptions { Name = "guard", IsDaemon = true, IgnoreInterrupt = true });
        using var desk = ChildProcess.Start(Desk, box, steps, logins, writeMs,
            new ChildOptions { Name = "desk", IsDaemon = true, IgnoreInterrupt = true });

        var (put, taken) = (new List<Step>(), new List<Step>());
        while (put.Count + taken.Count < 2 * logins && NextOf(steps, [desk, guard], stage.Cancel, out var step))
            (step.Process == desk.Id ? put : taken).Add(step);
        foreach (var child in new ChildProcess[] { desk, guard })
        {
            child.Join(stage.Cancel);
            if (child.Failure is { } failure) throw failure;
        }

        stage.Table($"logins through a letter box of {capacity}, from process {desk.Id} (desk) to process {guard.Id} (guard)",
            ["login", "name", "password", "the desk waited, ms", "the guard waited, ms", "the guard says"],
            taken.Select((step, index) => (string[])[
                $"{index + 1}", step.Login.Name, step.Login.Password,
                Milliseconds(put.ElementAtOrDefault(index)?.Waited), Milliseconds(step.Waited), step.Verdict]));
        var inOrder = put.Select(step => step.Login).SequenceEqual(taken.Select(step => step.Login));
        var order = inOrder ? "in the order in which they were put" : "NOT IN ORDER";
        int Waits(List<Step> steps) => steps.Count(step => step.Waited is not null);
        stage.WriteLine($"{put.Count} put, {taken.Count} taken, {order}; "
            + $"the box was full for the desk {Waits(put)} times, empty for the guard {Waits(taken)} times");
    }

    /// <summary>Runs in a process of its own.</summary>
    public static void Desk(LetterBox box, MessageQueue<Step> steps, int logins, int writeMs)
    {
        for (var number = 0; number < logins; number++)
        {
            Thread.Sleep(writeMs); // somebody types
            var name = _names[number % _names.Length];
            var login = new Login(name, number % 3 == 2 ? "12345" : PasswordOf(name));
            double? waited = null;
            if (!box.TryPut(login.AsLetter))
            {
                var start = Stopwatch.GetTimestamp();
                box.Put(login.AsLetter); // [put]
                waited = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            steps.Put(new Step(Environment.ProcessId, login, waited, ""));
        }
        box.Close(); // [close]
    }

    /// <summary>Runs in a process of its own.</summary>
    public static void Guard(LetterBox box, MessageQueue<Step> steps, int checkMs)
    {
        while (true)
        {
            double? waited = null;
            if (!box.TryTake(out var letter))
            {
                var start = Stopwatch.GetTimestamp();
                if (!box.Take(out letter)) return; // [take] closed and drained
                waited = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            var login = Login.Of(letter);
            Thread.Sleep(checkMs); // looks it up
            var verdict = login.Password == PasswordOf(login.Name) ? "welcome" : "wrong password";
            steps.Put(new Step(Environment.ProcessId, login, waited, verdict));
        }
    }

    // False: a process has failed, and no more steps will come from it.
    private static bool NextOf(
        MessageQueue<Step> steps, ChildProcess[] children, CancellationToken cancel, [NotNullWhen(true)] out Step? step)
    {
        while (true)
        {
            var haveEnded = Array.TrueForAll(children, child => !child.IsAlive); // before the look at the queue
            if (steps.TryTake(out step, TimeSpan.FromMilliseconds(200), cancel)) return true;
            if (haveEnded) return false;
        }
    }

    private static string PasswordOf(string name) => $"{name.ToLowerInvariant()}-{name.Length * 1111}";

    private static string Milliseconds(double? waited) => waited is { } time ? $"{time:F0}" : "";
}
