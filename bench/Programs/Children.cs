using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>Children that measure: daemons, and waited for within limits.</summary>
internal static class Children
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <summary>How all of them are started.</summary>
    public static ChildOptions Daemon { get; } = new() { IsDaemon = true };

    /// <summary>Waits for the one that measures, and for the one at the other end.</summary>
    /// <returns>What the first has measured.</returns>
    /// <exception cref="TimeoutException">One still ran; both are killed.</exception>
    public static double Measure(ChildProcess<double> measuring, ChildProcess other)
    {
        using (measuring)
        using (other)
        {
            var figure = measuring.TryResult(out var result, _patience) ? result : throw TooLong(measuring);
            Join(other);
            return figure;
        }
    }

    /// <summary>Waits for a child that has to succeed.</summary>
    public static void Join(ChildProcess child)
    {
        if (!child.Join(_patience)) throw TooLong(child);
        if (child.ExitCode != 0) throw new InvalidOperationException($"{child.Name} ended with {child.ExitCode}.", child.Failure);
    }

    private static TimeoutException TooLong(ChildProcess child) => new($"{child.Name} has not ended within {_patience}.");
}
