using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Workbook.Examples.Exercises;
using Workbook.Tests.Support.Leaks;

namespace Workbook.Examples.Tests.Demos;

/// <summary>The command as a process with folders of its own, in a process group of its own as a shell starts it, and what it
/// leaves behind.</summary>
internal sealed class DemoProcess : IDisposable
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15; // SIGINT, SIGKILL, SIGTERM: signal(7)

    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60), _onTheWayOut = TimeSpan.FromSeconds(3);

    private readonly Process _process = new();
    private readonly Lock _lock = new(); // guards:
    private readonly StringBuilder _output = new(), _error = new();

    /// <summary>Starts <c>workbook</c> with these arguments.</summary>
    public DemoProcess(params string[] arguments) : this(new RunTraces(), [], arguments) { }

    /// <summary>The same through another program, such as one that gives up rights before it starts the rest of its
    /// arguments.</summary>
    public DemoProcess(RunTraces traces, string[] through, string[] arguments)
    {
        Traces = traces;
        var home = Directory.CreateDirectory(Path.Combine(Traces.SharedFolder, "home")).FullName; // for the record of progress
        _process.StartInfo = new ProcessStartInfo("setsid",
            [.. through, "dotnet", typeof(ExerciseAttribute).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["WORKBOOK_HOME"] = home },
        };
        foreach (var (name, value) in Traces.Variables) _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public RunTraces Traces { get; }

    public int Id => _process.Id;

    public string Output { get { lock (_lock) return _output.ToString(); } }

    public string Error { get { lock (_lock) return _error.ToString(); } }

    /// <summary>Blocks until it has printed something, started a process, or ended.</summary>
    public void AwaitFirstSign() => Await(() => Output.Length > 0 || Traces.Processes().Any(one => one.Id != Id));

    /// <summary>Blocks until <paramref name="condition"/> holds or it has ended.</summary>
    public void Await(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(() => condition() || _process.HasExited, _bound),
            $"waited in vain; so far: {Output}{Error}");

    /// <summary>Sends a signal, to it alone or, as the terminal does, to its whole process group.</summary>
    public void Send(int signal, bool wholeGroup = false) => Assert.Equal(0, SendSignal(wholeGroup ? -Id : Id, signal));

    /// <summary>Blocks until it has ended, and returns its exit code. Fails if it does not end, or leaves a process or a
    /// file.</summary>
    public int EndAndAssertNothingLeft()
    {
        Assert.True(_process.WaitForExit(_bound), $"it did not end; so far: {Output}{Error}");
        IReadOnlyList<string> left = [];
        SpinWait.SpinUntil(() => (left = Left()).Count == 0, _onTheWayOut);
        if (left.Count > 0) Assert.Fail($"left behind:\n{string.Join('\n', left)}\n{Output}{Error}");
        _process.WaitForExit(); // and until its output is read to the end: nobody else has it any more
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Traces.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private IReadOnlyList<string> Left() =>
        [.. Traces.Processes().Select(one => one.Shown), .. Traces.Files().Where(file => !file.Contains("/home/"))];

    private void Append(StringBuilder to, string? line)
    {
        if (line is null) return;
        lock (_lock) to.Append(line).Append('\n');
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
