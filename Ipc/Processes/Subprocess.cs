// A command, run in one of three ways:
//
//      Run         feeds it, captures both outputs, waits         -> SubprocessResult
//      RunLines    the same, and each line is handed over as it comes
//      Start       a handle: you write, read and wait             -> Subprocess
//
// How it may come to its end:
//
//      running ---- by itself ----------------------------> ended      what it has started runs on
//         |---- timeout, cancellation, Dispose, Kill -----> killed, with all that it has started
//         +---- Stop: SIGTERM ... the grace ... SIGKILL --> ended or killed, with all that it has started
//
//   I1  Run and RunLines return or throw only after the process has ended and was reaped.
//   I2  Arguments are never read by a shell: see Command.
//
// On Linux: posix_spawn, one poll loop, no thread (NativeCommand). Elsewhere: System.Diagnostics.Process and a thread for each
// pipe (PortableCommand).

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Ipc.Processes;

/// <summary>Runs a command as a child process.</summary>
/// <remarks>The child is in a process group of its own: Ctrl+C in the terminal reaches this process and not the child, so pass a
/// token that fires then. It inherits its three standard streams and no other descriptor. Any thread may call any member; a stream
/// is for one thread at a time. Source: posix_spawn(3), poll(2), pipe(7).</remarks>
[DebuggerDisplay("{Id}: {Command}")] // takes no lock
public sealed class Subprocess : IDisposable
{
    private readonly IRunningCommand _running;

    private Subprocess(Command command, IRunningCommand running) => (Command, _running) = (command, running);

    /// <summary>Runs a command, and waits for its end.</summary>
    /// <inheritdoc cref="Run(Command, TimeSpan, CancellationToken)"/>
    public static SubprocessResult Run(Command command, CancellationToken cancel = default) =>
        Run(command, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Runs a command: feeds it its input, captures what it writes, and waits for its end and for that of its
    /// output.</summary>
    /// <remarks>A program may end and leave behind others that hold its output open (a server in the background): they are waited
    /// for no longer than <see cref="Command.OutputGrace"/>, and run on.</remarks>
    /// <param name="command">What to run.</param>
    /// <param name="timeout">From zero to 2,147,483,647 ms, or infinite. When it is over, the process is killed with all that it
    /// has started; the result says so and has what was written until then.</param>
    /// <param name="cancel">Kills likewise. Already cancelled: nothing is started.</param>
    /// <exception cref="FileNotFoundException">There is no such program, or not the interpreter that its first line
    /// names.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be executed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no directory to start it in.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process is gone.</exception>
    /// <exception cref="InvalidOperationException">It has ended, and nobody knows how: this process ignores SIGCHLD.</exception>
    public static SubprocessResult Run(Command command, TimeSpan timeout, CancellationToken cancel = default) =>
        RunOn(Launch, command, null, null, timeout, cancel);

    /// <summary>Runs a command, and hands over what it writes line by line, as it comes, on the calling thread.</summary>
    /// <remarks>The lines of one stream come in its order; which of two streams comes first is not promised. A line longer than 1
    /// MiB comes in pieces. A slow callback slows the program down; one that throws kills it with all that it has started, and
    /// the exception comes out here.</remarks>
    /// <param name="command">What to run.</param>
    /// <param name="onOutput">Gets each line of standard output, without its end.</param>
    /// <param name="onError">The same for standard error; null: that is captured.</param>
    /// <param name="timeout">As in <see cref="Run(Command, TimeSpan, CancellationToken)"/>.</param>
    /// <param name="cancel">As in <see cref="Run(Command, TimeSpan, CancellationToken)"/>.</param>
    /// <returns>What became of it. What was handed over line by line is not kept.</returns>
    /// <inheritdoc cref="Run(Command, TimeSpan, CancellationToken)" path="/exception"/>
    public static SubprocessResult RunLines(
        Command command, Action<string> onOutput, Action<string>? onError, TimeSpan timeout, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(onOutput);
        return RunOn(Launch, command, onOutput, onError, timeout, cancel);
    }

    /// <inheritdoc cref="RunLines(Command, Action{string}, Action{string}, TimeSpan, CancellationToken)"/>
    public static SubprocessResult RunLines(
        Command command, Action<string> onOutput, Action<string>? onError = null, CancellationToken cancel = default) =>
        RunLines(command, onOutput, onError, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Starts a command, and leaves its input, its output and its end to you. Blocks until the program runs.</summary>
    /// <remarks>Read both outputs, or send one of them elsewhere: the program stands still at a pipe that is full.</remarks>
    /// <exception cref="ArgumentException">The command has an input of its own, which nobody would feed.</exception>
    /// <inheritdoc cref="Run(Command, TimeSpan, CancellationToken)" path="/exception[position() &lt; 4]"/>
    public static Subprocess Start(Command command) => StartOn(Launch, command);

    /// <summary>What runs.</summary>
    public Command Command { get; }

    /// <summary>The process, as the system calls it; somebody else's once <see cref="Status"/> is there.</summary>
    public int Id => _running.Id;

    /// <summary>How it ended; null while it runs. Never blocks; after Dispose too it tells.</summary>
    public ExitStatus? Status => _running.Status;

    /// <summary>What is written here it reads; dispose of it for the end of input.</summary>
    public Stream Input => Require(_running.Input, "its input");

    /// <summary>What it writes to standard output; the end comes when nobody holds that open any more.</summary>
    /// <exception cref="InvalidOperationException">That goes elsewhere: see <see cref="Command.Output"/>.</exception>
    public Stream Output => Require(_running.Output, "its output");

    /// <summary>What it writes to standard error.</summary>
    /// <exception cref="InvalidOperationException">That goes elsewhere: see <see cref="Command.Error"/>.</exception>
    public Stream Error => Require(_running.Error, "its error output");

    /// <summary>Blocks until it has ended, and says how. Its output may have an end of its own: see
    /// <see cref="Output"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; it runs on.</exception>
    public ExitStatus Wait(CancellationToken cancel = default)
    {
        _running.Wait(Deadline.Never, cancel);
        return _running.Status!.Value;
    }

    /// <summary>Blocks until it has ended, but no longer than that.</summary>
    /// <returns>False when it still ran at the end of the timeout.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; it runs on.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancel = default) =>
        _running.Wait(Deadline.After(timeout), cancel) && Status is not null;

    /// <summary>Sends it a signal, unless it has ended.</summary>
    /// <exception cref="PlatformNotSupportedException">Windows has no signals.</exception>
    public void Send(Signal signal) => _running.Send(signal);

    /// <summary>Asks it to end (SIGTERM, to its whole group), and kills what has not ended when the grace is over, with all that
    /// it has started. Blocks until it has ended. Windows has no way to ask: there it is killed at once.</summary>
    /// <remarks>Whom it has started is found as for <see cref="Kill"/>.</remarks>
    /// <returns>Whether it ended by itself, nothing having been killed; true if it had ended before.</returns>
    /// <exception cref="OperationCanceledException">Cancelled during the grace; it has been asked, and nothing was
    /// killed.</exception>
    public bool Stop(TimeSpan grace, CancellationToken cancel = default)
    {
        var deadline = Deadline.After(grace);
        if (Status is not null) return true;
        var isKilled = !_running.AskToEnd() || !EndsOnRequest(deadline, cancel);
        if (isKilled) _running.KillTree();
        Wait(CancellationToken.None);
        return !isKilled;
    }

    /// <summary>Kills it with all that it has started, unless it has ended, and waits until it has.</summary>
    /// <remarks>Whom it has started is found by its process group and by parents in /proc. Out of reach is what has left both: a
    /// daemon.</remarks>
    public void Kill()
    {
        if (Status is not null) return;
        _running.KillTree();
        Wait(CancellationToken.None);
    }

    /// <summary>Kills it if it runs, with all that it has started, and closes the streams. May be repeated.</summary>
    public void Dispose() => _running.Dispose();

    internal static IRunningCommand Launch(Command command, bool keepsInputOpen) =>
        OperatingSystem.IsLinux() ? new NativeCommand(command, keepsInputOpen) : new PortableCommand(command, keepsInputOpen);

    internal static Subprocess StartOn(Func<Command, bool, IRunningCommand> launch, Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Input.IsEmpty)
            throw new ArgumentException("Start leaves the input to you: write to Input, or use Run.", nameof(command));
        return new Subprocess(command, launch(command, true));
    }

    internal static SubprocessResult RunOn(Func<Command, bool, IRunningCommand> launch, Command command,
        Action<string>? onOutput, Action<string>? onError, TimeSpan timeout, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(command);
        var deadline = Deadline.After(timeout);
        cancel.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        var (output, error) = (new CapturedOutput(command.OutputLimit), new CapturedOutput(command.OutputLimit));
        using var running = launch(command, false); // I1: its Dispose kills what still runs, on every way out of here
        var (timedOut, outlived) = running.Exchange(onOutput is null ? output : new LineOutput(onOutput),
            onError is null ? error : new LineOutput(onError), deadline, cancel);
        return new SubprocessResult(
            command, running.Id, running.Status!.Value, timedOut, outlived, Stopwatch.GetElapsedTime(start), output, error);
    }

    // The process may be the first of its tree to end; the others have the rest of the grace. Only /proc knows of them, hence the
    // looks. Nobody reaps it meanwhile: a zombie keeps its id, and so its group, its own.
    private bool EndsOnRequest(Deadline deadline, CancellationToken cancel)
    {
        if (!_running.Wait(deadline, cancel)) return false;
        while (_running.IsTreeAlive)
        {
            if (deadline.HasPassed) return false;
            cancel.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Min(10, (uint)deadline.RemainingMilliseconds)));
            cancel.ThrowIfCancellationRequested();
        }
        return true;
    }

    private Stream Require(Stream? stream, string what) => stream ?? throw new InvalidOperationException(
        $"'{Command.Program}' was started with {what} going elsewhere; start it with StreamTarget.Pipe to read it here.");
}
