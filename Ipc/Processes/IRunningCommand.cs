using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Processes;

/// <summary>A command that runs: on Linux by system calls, elsewhere by <see cref="System.Diagnostics.Process"/>.</summary>
/// <remarks>Dispose kills the tree if the process has not ended, reaps, and closes the pipes.</remarks>
internal interface IRunningCommand : IDisposable
{
    int Id { get; }

    /// <summary>How it ended, and it is reaped then; null while it runs.</summary>
    ExitStatus? Status { get; }

    /// <summary>Our ends of its pipes; null where there is none.</summary>
    Stream? Input { get; }

    Stream? Output { get; }

    Stream? Error { get; }

    /// <summary>Waits for the end of the process, and does not reap it. False: the deadline has passed.</summary>
    bool Wait(Deadline deadline, CancellationToken cancel);

    /// <summary>Feeds it and reads from it until it has ended and its output too, or nobody waits for that any longer. The sinks
    /// are called on this thread. Past the deadline the tree is killed.</summary>
    (bool TimedOut, bool OutputOutlivedIt) Exchange(
        OutputSink output, OutputSink error, Deadline deadline, CancellationToken cancel);

    void Send(Signal signal);

    /// <summary>Asks the process, and those that it has started in its group, to end. False: there is no way to ask
    /// here.</summary>
    bool AskToEnd();

    /// <summary>Whether it or something that it has started is still alive.</summary>
    bool IsTreeAlive { get; }

    void KillTree();
}
