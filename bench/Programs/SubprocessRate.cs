using System.Diagnostics;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>Commands from start to exit code: /bin/true with nothing captured, and /bin/echo with both outputs captured so that
/// neither can block it. Wanted: at least as many a second as with Process.Start.</summary>
internal sealed class SubprocessRate : IProgramBenchmark
{
    private const int Batch = 20;

    private static readonly Command _true = new("/bin/true") { Output = StreamTarget.Inherit, Error = StreamTarget.Inherit };
    private static readonly Command _echo = new("/bin/echo", "hello");

    public void Run(FigureTable figures)
    {
        var python = Peer.Python("subprocess_rate.py");
        figures.Measure("subprocess, /bin/true, a second", () => PerSecond(True), null,
            new Contender("Process.Start", () => PerSecond(PlatformTrue), Goal.AtLeast(1)),
            new Contender("Python subprocess", () => python.Measure("true")));
        figures.Measure("subprocess, /bin/echo, captured, a second", () => PerSecond(Echo), null,
            new Contender("Process.Start", () => PerSecond(PlatformEcho), Goal.AtLeast(1)),
            new Contender("Python subprocess", () => python.Measure("captured")));
    }

    private static void True() => Subprocess.Run(_true).EnsureSuccess();

    private static void Echo() => Check(Subprocess.Run(_echo).EnsureSuccess().Output);

    private static void PlatformTrue()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/true"))!;
        process.WaitForExit();
    }

    private static void PlatformEcho()
    {
        var start = new ProcessStartInfo("/bin/echo", ["hello"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(); // meanwhile
        Check(process.StandardOutput.ReadToEnd() + error.Result);
        process.WaitForExit();
    }

    private static void Check(string output)
    {
        if (output != "hello\n") throw new InvalidOperationException($"It wrote '{output}'.");
    }

    private static double PerSecond(Action once) => Rate.PerSecond(Batch, () =>
    {
        for (var i = 0; i < Batch; i++) once();
    });
}
