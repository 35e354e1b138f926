using Workbook.Examples.Exercises;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.PoliteEnds;

/// <summary>A worker in a process of its own: what it is sent, and what it says.</summary>
/// <remarks>For one thread. Shutdown: dispose of it, and the child is gone; so it is after Ctrl+C.</remarks>
internal sealed class Conversation : IDisposable
{
    private readonly Stage _stage;
    private readonly ChildProcess _child;
    private readonly StreamReader _said;
    private readonly CancellationTokenRegistration _kill;
    private readonly List<(string Sent, string Heard)> _steps = [];

    public Conversation(Stage stage, int pieceMs, Habit habit)
    {
        _stage = stage;
        _child = ChildProcess.Start(Worker.Run, pieceMs, habit, new ChildOptions { IsDaemon = true, Output = StreamTarget.Pipe });
        _said = new StreamReader(_child.Output!);
        _kill = stage.Cancel.Register(_child.Kill); // the end of its output ends Hear
    }

    /// <summary>Sends a signal.</summary>
    public void Send(Signal signal)
    {
        _steps.Add(($"{signal}", ""));
        if (Signals.TrySend(_child.Id, signal)) return; // [send]
        throw Ended($"before it was sent {signal}");
    }

    /// <summary>Reads what it says, up to and with the line that begins like that.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    /// <exception cref="InvalidOperationException">It ended without saying so.</exception>
    public void Hear(string beginning)
    {
        while (ReadLine() is { } line) // [hear]
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return;
        throw Ended($"before it said '{beginning}'");
    }

    /// <summary>Reads what it says until it has ended.</summary>
    public void HearTheEnd()
    {
        while (ReadLine() is not null) { }
        _child.Join(_stage.Cancel);
        _steps.Add(("", $"({_child.Exit})"));
    }

    /// <summary>Blocks until each of its threads is stopped: a signal that is sent from then on stays pending.</summary>
    public void AwaitStop()
    {
        while (!IsStopped())
        {
            _stage.Sleep(1);
            if (!_child.IsAlive) throw Ended("instead of stopping");
        }
        _steps.Add(("", "(all its threads are stopped)"));
    }

    /// <summary>In how many lines it has said something that contains <paramref name="text"/>.</summary>
    public int Count(string text) => _steps.Count(step => step.Heard.Contains(text));

    /// <summary>Draws it.</summary>
    public void Show(string title) => _stage.Table($"{title}, process {_child.Id}", ["step", "sent to it", "it says"],
        _steps.Select((step, index) => (string[])[$"{index + 1}", step.Sent, step.Heard]));

    public void Dispose()
    {
        _kill.Dispose();
        _child.Dispose();
    }

    // A Ctrl+C in the terminal goes to both, and the child may be the first whom it ends.
    private Exception Ended(string when)
    {
        _child.Join(_stage.Cancel);
        // Ctrl+C goes to both of us. The child may be gone before we are told, and we are told for certain: the limit is for a signal that
        // somebody sent to the child alone.
        if (_child.Exit?.Signal == (int)Signal.SIGINT) _stage.Cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(10));
        _stage.Cancel.ThrowIfCancellationRequested();
        return new InvalidOperationException($"Process {_child.Id} ended {when}.");
    }

    private string? ReadLine()
    {
        var line = _said.ReadLine();
        _stage.Cancel.ThrowIfCancellationRequested();
        if (line is not null) _steps.Add(("", line));
        return line;
    }

    private bool IsStopped()
    {
        try
        {
            return Directory.GetDirectories($"/proc/{_child.Id}/task").Select(task => File.ReadAllText($"{task}/stat"))
                .All(stat => stat[stat.LastIndexOf(')') + 2] == 'T'); // [stopped]
        }
        catch (IOException)
        {
            return false; // a thread has ended meanwhile: look again
        }
    }
}
