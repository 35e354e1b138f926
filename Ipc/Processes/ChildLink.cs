// What the parent has of a child that runs:
//
//      NativeLink      Linux: posix_spawn, a socket pair, a pidfd, the reaper's thread for all children
//      PortableLink    elsewhere: System.Diagnostics.Process, two pipes, a thread for each child

using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>The parent's side of one child.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal abstract class ChildLink
{
    /// <summary>What the link is to start.</summary>
    /// <param name="Name">The child's.</param>
    /// <param name="Options">What else was asked for.</param>
    /// <param name="KeepsAlive">Whether this process is not to end before the child.</param>
    /// <param name="Handover">The descriptors that the child gets.</param>
    /// <param name="OnEnd">Called once, after the end, with all that the child has written. Must not block.</param>
    public sealed record Order(
        string Name, ChildOptions Options, bool KeepsAlive, Handover Handover, Action<ExitStatus, byte[]> OnEnd);

    /// <summary>The process id.</summary>
    public abstract int Id { get; }

    /// <summary>What the child writes to standard output, if it was to be a pipe.</summary>
    public Stream? Output { get; protected init; }

    /// <summary>What the child writes to standard error, if it was to be a pipe.</summary>
    public Stream? Error { get; protected init; }

    /// <summary>Starts the child. To be called on the spawner's thread.</summary>
    /// <exception cref="IOException">It could not be started, and nothing of it is left.</exception>
    public static ChildLink Launch(Order order) => order.Options.IsPortable ? new PortableLink(order) : NativeLink.Start(order);

    /// <summary>Sends a message. Blocks while the child does not read, if it is longer than the system buffers.</summary>
    /// <returns>False: the child has ended.</returns>
    public abstract bool TrySend(ReadOnlySpan<byte> message);

    /// <summary>Sends a signal to the child, never to a stranger. Nothing once it has ended.</summary>
    public abstract void Signal(int signal);

    /// <summary>Kills the child and its descendants. Nothing once it has ended.</summary>
    public abstract void KillTree();
}
