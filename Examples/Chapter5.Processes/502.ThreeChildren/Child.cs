using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Triplets;

/// <summary>One of the three, seen from here: the process, and what it has reported.</summary>
internal sealed class Child : IDisposable
{
    private Child(ChildProcess process, Connection reports) => (Process, Reports) = (process, reports);

    public ChildProcess Process { get; }

    public Connection Reports { get; }

    /// <summary>Whom it takes for its parent.</summary>
    public string Parent { get; private set; } = "";

    public string LastWords { get; private set; } = "";

    public static Child Start(string name, int stepMs)
    {
        var (reports, sender) = DuplexPipe.CreateOneWay();
        var options = new ChildOptions { Name = name, IgnoreInterrupt = true, Error = StreamTarget.Null };
        using (sender) // the child's, from now on: as long as a copy is open here, its stream does not end
        {
            var process = name switch
            {
                "eat" => ChildProcess.Create(Lives.Eat, sender, stepMs, options),
                "sleep" => ChildProcess.Create(Lives.Sleep, sender, stepMs, options),
                _ => ChildProcess.Create(Lives.HitTheBeans, sender, stepMs, options),
            };
            process.Start();
            return new Child(process, reports);
        }
    }

    /// <summary>The next report, or null at the end of the stream.</summary>
    public string? Receive()
    {
        try
        {
            var report = Reports.Receive<Report>();
            Parent = $"{report.ParentId}";
            return LastWords = report.Words;
        }
        catch (EndOfStreamException) { return null; }
    }

    public void Dispose()
    {
        Process.Dispose();
        Reports.Dispose();
    }
}
