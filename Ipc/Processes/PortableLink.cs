// Without pidfd, epoll and posix_spawn: Windows, macOS, and Linux when a test asks for it.
//
//      parent                                     child: dotnet Workbook.Ipc.dll child <name> <handle> <handle>
//      _toChild    ---- inheritable pipe ---->    launch message; its end is the end of the parent
//      _fromChild  <--- inheritable pipe -----    outcome
//      Process     ---- standard streams ---->
//
// The thread "watch of <name>" waits for the end, and is a foreground thread exactly if this process shall not end before the
// child. An inheritable handle goes to every process that is started meanwhile: our own are started one after another, by the
// spawner's thread; one that somebody else starts in that moment gets a copy, and delays the end of the streams until it has
// ended.
//
// Descriptors cannot be handed over here. .NET says 128 + n for a child killed by signal n; that becomes -n.

using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>A child on any system.</summary>
internal sealed class PortableLink : ChildLink
{
    private static readonly TimeSpan _forTheRest = TimeSpan.FromSeconds(1);

    private readonly Order _order;
    private readonly AnonymousPipeServerStream _toChild, _fromChild;
    private readonly Process _process;

    private readonly Lock _lock = new(); // guards:
    private int _sent;   // the signal that we ended it with, where the system would not tell
    private bool _ended;

    /// <inheritdoc cref="ChildLink.Launch"/>
    public PortableLink(Order order)
    {
        if (order.Handover.Descriptors.Count > 0)
        {
            throw new PlatformNotSupportedException(
                "A pipe's end cannot be passed to a child on this system: pass the name of a NamedPipe.");
        }
        _order = order;
        _toChild = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
        _fromChild = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var (output, error) = (order.Options.Output, order.Options.Error);
        string[] arguments = ["exec", DotNet.ChildHost, "child", order.Name,
            _toChild.GetClientHandleAsString(), _fromChild.GetClientHandleAsString()];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(DotNet.Path, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = output != StreamTarget.Inherit,
                RedirectStandardError = error != StreamTarget.Inherit,
            },
        };
        try { _process.Start(); }
        catch (Exception e)
        {
            Release();
            throw new IOException($"{order.Name} could not be started: {e.Message}", e);
        }
        finally
        {
            _toChild.DisposeLocalCopyOfClientHandle();
            _fromChild.DisposeLocalCopyOfClientHandle();
        }
        Id = _process.Id;
        _process.StandardInput.Close();
        if (output == StreamTarget.Pipe) Output = _process.StandardOutput.BaseStream;
        else if (output == StreamTarget.Null) _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        if (error == StreamTarget.Pipe) Error = _process.StandardError.BaseStream;
        else if (error == StreamTarget.Null) _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        new Thread(AwaitEnd) { Name = $"watch of {order.Name}", IsBackground = !order.KeepsAlive }.Start();
    }

    public override int Id { get; }

    public override bool TrySend(ReadOnlySpan<byte> message)
    {
        try
        {
            Span<byte> length = stackalloc byte[4];
            MemoryMarshal.Write(length, message.Length);
            _toChild.Write(length);
            _toChild.Write(message);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { return false; }
    }

    public override void Signal(int signal)
    {
        lock (_lock)
        {
            if (_ended || _process.HasExited) return;
            if (OperatingSystem.IsWindows())
            {
                if (signal is not (Libc.KillSignal or Libc.TerminateSignal))
                {
                    throw new PlatformNotSupportedException(
                        "Windows has no signals; Terminate and Kill end a process there, both at once.");
                }
                _sent = signal;
                _process.Kill();
            }
            else
            {
                Libc.kill(Id, signal);
            }
        }
    }

    public override void KillTree()
    {
        lock (_lock)
        {
            if (_ended || _process.HasExited) return;
            _sent = Libc.KillSignal;
            _process.Kill(entireProcessTree: true);
        }
    }

    private void AwaitEnd()
    {
        var reading = Task.Factory.StartNew(ReadOutcome, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!_process.WaitForExit(Timeout.Infinite)) { }
        ExitStatus status;
        lock (_lock)
        {
            _ended = true;
            status = Status(_process.ExitCode);
            _process.Dispose(); // not its streams: we asked for them, so they are ours
        }
        byte[] bytes = [];
        try
        {
            if (reading.Wait(_forTheRest)) bytes = reading.Result; // else nothing came, and somebody who got a copy holds it open
        }
        catch (AggregateException) { } // it broke off
        Release();
        if (status.Signal is not null) RuntimeFiles.Remove(Id);
        _order.OnEnd(status, bytes);
    }

    // One message, as it came: its length, 4 bytes, and so many bytes; less if the stream ends before. Not to the end of the stream, which
    // comes late where somebody got a copy.
    private byte[] ReadOutcome()
    {
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (received.Length < 4 || received.Length < 4L + MemoryMarshal.Read<int>(received.GetBuffer()))
        {
            var count = _fromChild.Read(buffer);
            if (count == 0) break;
            received.Write(buffer, 0, count);
        }
        return received.ToArray();
    }

    private ExitStatus Status(int code)
    {
        if (OperatingSystem.IsWindows()) return new(_sent == 0 ? code : -_sent);
        return new(code is > 128 and <= 128 + 64 ? 128 - code : code);
    }

    // Output and Error are the child process's owner's.
    private void Release()
    {
        _toChild.Dispose();
        _fromChild.Dispose();
    }
}
