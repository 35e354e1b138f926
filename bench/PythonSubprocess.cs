using System.Runtime.CompilerServices;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>peers/subprocess_rate.py, running and waiting for orders.</summary>
internal sealed class PythonSubprocess : IDisposable
{
    private readonly Subprocess _python;
    private readonly StreamWriter _orders;
    private readonly StreamReader _answers;

    /// <exception cref="FileNotFoundException">There is no python3: the row of the table stays empty.</exception>
    public PythonSubprocess([CallerFilePath] string here = "")
    {
        var script = Path.Combine(Path.GetDirectoryName(here)!, "peers", "subprocess_rate.py");
        _python = Subprocess.Start(new Command("python3", script) { Error = StreamTarget.Inherit });
        _orders = new StreamWriter(_python.Input) { AutoFlush = true };
        _answers = new StreamReader(_python.Output);
    }

    /// <summary>Starts the script, or says that there is none to compare with.</summary>
    public static PythonSubprocess StartOrSkip()
    {
        try { return new PythonSubprocess(); }
        catch (FileNotFoundException)
        {
            Console.WriteLine("// skipped: python3 is not here");
            throw;
        }
    }

    public void Run(string how, int count)
    {
        _orders.WriteLine($"{how} {count}");
        if (_answers.ReadLine() != "done") throw new InvalidOperationException("the script has ended");
    }

    public void Dispose() => _python.Dispose();
}
