using Workbook.Ipc.Pipes;

namespace Workbook.Ipc.Processes;

// What tells of the child's end to a wait for several things. Made when first asked for.
public partial class ChildProcess
{
    private ManualResetEvent? _endHandle; // both guarded by _monitor
    private (Connection Receiver, Connection Sender)? _sentinel;

    /// <summary>Set when the child has ended, not before it was started: for <see cref="WaitHandle.WaitAny(WaitHandle[])"/>.
    /// It is this object's: closing that closes it.</summary>
    /// <exception cref="ObjectDisposedException">The child was closed.</exception>
    public WaitHandle EndHandle
    {
        get
        {
            lock (_monitor)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                return _endHandle ??= new ManualResetEvent(_state == State.Ended);
            }
        }
    }

    /// <summary>A connection on which nothing comes, and which is at its end as soon as the child has ended: for
    /// <see cref="Connection.Wait"/>, together with connections to children. It is this object's: closing that closes
    /// it.</summary>
    /// <exception cref="ObjectDisposedException">The child was closed.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux: use <see cref="EndHandle"/>.</exception>
    public Connection Sentinel
    {
        get
        {
            lock (_monitor)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                _sentinel ??= DuplexPipe.CreateOneWay();
                if (_state == State.Ended) _sentinel.Value.Sender.Dispose();
                return _sentinel.Value.Receiver;
            }
        }
    }

    private void TellSentinels()
    {
        _endHandle?.Set();
        _sentinel?.Sender.Dispose();
    }

    private void CloseSentinels()
    {
        lock (_monitor)
        {
            _endHandle?.Dispose();
            _sentinel?.Receiver.Dispose();
            _sentinel?.Sender.Dispose();
        }
    }
}
