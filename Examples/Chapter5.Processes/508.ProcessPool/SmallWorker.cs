using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>A worker as its pool sees it: a process, the connection to it, and what it is at work on.</summary>
/// <param name="Place">Its place in the pool, from 0.</param>
/// <param name="Child">The process.</param>
/// <param name="Connection">The pool's end.</param>
public sealed record SmallWorker(int Place, ChildProcess Child, Connection Connection) : IDisposable
{
    /// <summary>The index of its item, if it has one.</summary>
    public int? Item { get; set; }

    /// <summary>Ends it, also at work.</summary>
    public void Dispose()
    {
        Connection.Dispose();
        Child.Dispose();
    }
}
