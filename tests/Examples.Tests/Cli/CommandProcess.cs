using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workbook.Examples.Tests.Cli;

/// <summary>The command with the sample exercises, as a process of its own.</summary>
internal sealed class CommandProcess : IDisposable
{
    public const int Interrupt = 2, Terminate = 15; // SIGINT, SIGTERM: signal(7)

    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60); // a wait that ends here has found a bug
    private readonly Process _process;

    public CommandProcess(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SampleProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["WORKBOOK_HOME"] = home },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Blocks until that line has been printed.</summary>
    public void AwaitLine(string line)
    {
        using var late = new Timer(_ => _process.Kill(), null, _bound, Timeout.InfiniteTimeSpan);
        while (_process.StandardOutput.ReadLine() is { } read) if (read == line) return;
        Assert.Fail($"the process ended without printing {line}");
    }

    public void Send(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Shuts the reading end of its standard output.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    /// <summary>The processes that it has started, and that are there. Linux only.</summary>
    public IReadOnlyList<int> Children() =>
    [
        .. Directory.GetDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0]))
            .Where(IsChild).Select(int.Parse),
    ];

    /// <summary>Blocks until it has ended, with its exit code and all that it printed. It must not print much on standard error.</summary>
    public (int ExitCode, string Output, string Error) EndWithOutput()
    {
        using var late = new Timer(_ => _process.Kill(), null, _bound, Timeout.InfiniteTimeSpan);
        var output = _process.StandardOutput.ReadToEnd();
        var (exitCode, error) = End();
        return (exitCode, output, error);
    }

    /// <summary>Blocks until it has ended, with its exit code and what it wrote to standard error.</summary>
    public (int ExitCode, string Error) End()
    {
        using var late = new Timer(_ => _process.Kill(), null, _bound, Timeout.InfiniteTimeSpan);
        var error = _process.StandardError.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    // The parent stands behind the name, which is in brackets and may hold anything: proc_pid_stat(5).
    private bool IsChild(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ') is [_, _, var parent, ..] && parent == $"{_process.Id}";
        }
        catch (IOException) { return false; } // it has ended meanwhile
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
