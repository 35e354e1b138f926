using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Bench;

/// <summary>A script of bench/peers in a process of its own: does what it is told line by line, so that its start is not
/// measured.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    /// <exception cref="InvalidOperationException">There is no python3: the row is skipped.</exception>
    public PythonPeer(string script, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "peers", script);
        try
        {
            var start = new ProcessStartInfo("python3", [path]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("python3 is missing: its row is skipped.");
        }
    }

    /// <summary>Sends a line and waits for the answer.</summary>
    public void Do(string order)
    {
        _process.StandardInput.WriteLine(order);
        _process.StandardInput.Flush();
        if (_process.StandardOutput.ReadLine() is null)
            throw new InvalidOperationException("python3 has ended: see its message above.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close(); // its loop ends
        _process.WaitForExit();
        _process.Dispose();
    }
}
