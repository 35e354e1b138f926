// On the spawner's thread, each step undone if a later one fails:
//
//      socket pair, pipes for output -> posix_spawn -> pidfd -> the reaper watches both -> our copies of the child's ends are
//      closed
//
//   I1  The child is reaped under _lock, and _reaped is set there: until then its pid is its own (unless this process ignores
//       SIGCHLD, and the kernel reaps). A signal goes to the pidfd: never to a stranger who was given the number again.
//   I2  What the child wrote before its end has been read when OnEnd is called.
//   I3  Each descriptor here belongs to a SafeHandle from the moment it exists, and is unwatched before it is closed.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>A child on Linux.</summary>
internal sealed unsafe class NativeLink : ChildLink
{
    private readonly Order _order;
    private readonly SafeFileHandle _control, _pidDescriptor;

    private readonly Lock _lock = new(); // held for a system call or two, and while KillTree looks at /proc; guards:
    private readonly MemoryStream _received = new(); // from the control channel
    private bool _atEnd, _reaped;

    private NativeLink(Order order, int id, SafeFileHandle control, Stream? output, Stream? error)
    {
        _order = order;
        Id = id;
        _control = control;
        Output = output;
        Error = error;
        _pidDescriptor = new SafeFileHandle(Libc.OpenProcess(id), ownsHandle: true);
    }

    public override int Id { get; }

    /// <inheritdoc cref="ChildLink.Launch"/>
    public static NativeLink Start(Order order)
    {
        List<SafeHandle> theirs = [], ours = []; // closed here in any case; only if this fails
        List<SafeHandle> lent = [];
        NativeLink? link = null;
        try
        {
            var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
            theirs.Add(nowhere);
            var (control, childsControl) = Libc.SocketPair();
            theirs.Add(childsControl);
            ours.Add(control);
            SafeFileHandle? output = null, error = null;
            List<SafeHandle?> children = [nowhere, End(order.Options.Output, ref output), End(order.Options.Error, ref error),
                childsControl, .. order.Handover.Descriptors]; // by their numbers over there; null: inherited

            List<(int, int)> descriptors = [];
            for (var number = 0; number < children.Count; number++)
            {
                if (children[number] is not { } handle) continue;
                var added = false;
                handle.DangerousAddRef(ref added); // nobody closes it before the child has it
                lent.Add(handle);
                descriptors.Add(((int)handle.DangerousGetHandle(), number));
            }
            var id = NativeSpawn.Start(new SpawnRequest
            {
                Program = DotNet.Path,
                Arguments = ["exec", DotNet.ChildHost, "child", order.Name],
                Descriptors = descriptors,
                BlockInterrupt = order.Options.IgnoreInterrupt,
            });
            return link = Adopt(order, id, control, Reader(output), Reader(error));

            SafeHandle? End(StreamTarget target, ref SafeFileHandle? read)
            {
                if (target == StreamTarget.Inherit) return null;
                if (target == StreamTarget.Null) return nowhere;
                (read, var write) = Libc.Pipe();
                ours.Add(read);
                theirs.Add(write);
                return write;
            }
        }
        finally
        {
            foreach (var handle in lent) handle.DangerousRelease();
            foreach (var handle in theirs) handle.Dispose(); // or the end of the child would never be seen here
            if (link is null) foreach (var handle in ours) handle.Dispose();
        }
    }

    public override bool TrySend(ReadOnlySpan<byte> message)
    {
        var held = false;
        try
        {
            _control.DangerousAddRef(ref held); // the reaper may close it meanwhile
            return ControlChannel.TryWrite((int)_control.DangerousGetHandle(), message);
        }
        catch (ObjectDisposedException) { return false; }
        finally
        {
            if (held) _control.DangerousRelease();
        }
    }

    public override void Signal(int signal)
    {
        lock (_lock)
        {
            if (!_reaped) Libc.TrySignal(_pidDescriptor, signal); // I1
        }
    }

    public override void KillTree()
    {
        lock (_lock)
        {
            if (!_reaped) ProcessTree.Kill(Id, leadsGroup: false); // I1
        }
    }

    // The process exists, and must not outlive a failure here.
    private static NativeLink Adopt(Order order, int id, SafeFileHandle ours, Stream? output, Stream? error)
    {
        NativeLink? link = null;
        if (order.KeepsAlive) Reaper.KeepAlive(more: true);
        try
        {
            link = new NativeLink(order, id, ours, output, error);
            Reaper.Watch(link._control, link.Read);
            Reaper.Watch(link._pidDescriptor, link.ReapIfEnded);
            return link;
        }
        catch
        {
            if (link is not null)
            {
                Reaper.Unwatch(link._control);
                lock (link._lock) link._reaped = true; // a callback that has begun must not touch what is closed now
                link._pidDescriptor.Dispose();
            }
            if (order.KeepsAlive) Reaper.KeepAlive(more: false);
            Libc.kill(id, Libc.KillSignal);
            Reaper.Reap(id);
            throw;
        }
    }

    private static FileStream? Reader(SafeFileHandle? pipe) =>
        pipe is null ? null : new FileStream(pipe, FileAccess.Read, bufferSize: 0);

    // On the reaper's thread.
    private void Read()
    {
        lock (_lock)
        {
            if (!_reaped) Drain();
        }
    }

    private void Drain()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread);
        var buffer = stackalloc byte[4096];
        while (!_atEnd)
        {
            var count = Libc.recv((int)_control.DangerousGetHandle(), buffer, 4096, Libc.DoNotWait);
            if (count > 0) _received.Write(new ReadOnlySpan<byte>(buffer, (int)count));
            else if (count == -1 && Libc.Errno == Errno.Interrupted) continue;
            else if (count == -1 && Libc.Errno == Errno.TryAgain) return; // more may come
            else _atEnd = true; // or a connection that was reset: nothing more comes
        }
        Reaper.Unwatch(_control); // a stream at its end is readable for ever. Not closed: a daemon would take that for our end
    }

    // On the reaper's thread.
    private void ReapIfEnded()
    {
        ExitStatus status;
        lock (_lock)
        {
            if (_reaped || Reaper.TryReap(Id) is not { } ended) return;
            status = ended;
            _reaped = true; // I1
            Drain(); // I2
        }
        Reaper.Unwatch(_control);
        Reaper.Unwatch(_pidDescriptor);
        _control.Dispose(); // I3
        _pidDescriptor.Dispose();
        if (status.Signal is not null || status == ExitStatus.Unknown) RuntimeFiles.Remove(Id);
        _order.OnEnd(status, _received.ToArray());
        if (_order.KeepsAlive) Reaper.KeepAlive(more: false);
    }
}
