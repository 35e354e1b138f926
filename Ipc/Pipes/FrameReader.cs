// The receiving half of a connection. It reads ahead, so that several small messages come with one read(2):
//
//      _ahead      ......[ 4 | message ][ 4 | message ][ 4 | mess.......     _start up to _end: read, and not yet taken
//                        ^_start                                 ^_end
//      _large      [ message ......                                 ]        does not fit into _ahead: _filled bytes so far
//
//   I1  At most one message is being put together, and it is the oldest: nothing lies in _ahead while _large is unfilled.
//   I2  Nothing that was read is lost, whenever a wait ends: what has come stays here for the next call.
//   I3  A message is taken whole, or not at all.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>Reads whole messages from a pipe. Every member but Pipe, Lock and Dispose needs the lock.</summary>
internal sealed class FrameReader(SafeHandle pipe, SafeHandle side) : IDisposable
{
    private readonly ParkingMutex _lock = new(); // one receiver at a time. Guards:
    private readonly byte[] _ahead = new byte[16 * 1024];
    private int _start, _end;
    private byte[]? _large;
    private int _filled;
    private bool _largeHasDescriptors;
    private bool _ended;

    public SafeHandle Pipe => pipe;

    public ParkingMutex Lock => _lock;

    /// <summary>Whether something was read that nobody has taken.</summary>
    public bool HasReadAhead => _end > _start || _large is not null;

    /// <summary>Reads until a whole message is here, or the stream has ended, or what came is no message.</summary>
    /// <returns>False when the time was over first.</returns>
    public bool Fill(Deadline deadline, CancellationToken cancel)
    {
        Debug.Assert(_lock.IsHeldByCurrentThread);
        ObjectDisposedException.ThrowIf(pipe.IsClosed, typeof(Connection)); // also if there is something that was read ahead
        while (!HasMessage() && !_ended)
        {
            var room = _large is null ? _ahead.AsSpan(_end) : _large.AsSpan(_filled);
            var count = DescriptorIo.Read(pipe, room, deadline, cancel);
            if (count < 0) return false;
            if (count == 0) _ended = true;
            else if (_large is null) _end += count;
            else _filled += count;
        }
        return true;
    }

    /// <summary>The message that <see cref="Fill"/> found, valid until <see cref="Drop"/>; and whether descriptors are with
    /// it.</summary>
    /// <exception cref="EndOfStreamException">There is none, and none will come.</exception>
    /// <exception cref="InvalidDataException">What came is none, and nobody knows where the next one begins.</exception>
    public ReadOnlySpan<byte> Message(out bool withDescriptors)
    {
        if (!HasMessage()) throw AtTheEnd();
        if (_large is not null)
        {
            withDescriptors = _largeHasDescriptors;
            return _large;
        }
        (var length, withDescriptors) = Frame.ReadHeader(_ahead.AsSpan(_start));
        if (length > Frame.LongestMessage) throw NoMessage(length);
        return _ahead.AsSpan(_start + Frame.HeaderSize, length);
    }

    /// <summary>The message as an array of its own, without a copy where that is possible.</summary>
    public byte[] MessageAsArray(out bool withDescriptors)
    {
        var message = Message(out withDescriptors);
        return _large ?? message.ToArray();
    }

    /// <summary>Forgets the message: it has been taken.</summary>
    public void Drop()
    {
        Debug.Assert(HasMessage(), "I3");
        if (_large is not null) _large = null;
        else _start += Frame.HeaderSize + Frame.ReadHeader(_ahead.AsSpan(_start)).Length;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>The descriptors that came with the message; they are the caller's.</summary>
    public List<SafeFileHandle> TakeDescriptors() => Libc.ReceiveDescriptors(side);

    /// <summary>Does not wake a thread that is blocked in <see cref="Fill"/> without a time limit and a token.</summary>
    public void Dispose() => pipe.Dispose();

    private bool HasMessage()
    {
        if (_large is not null) return _filled == _large.Length;
        if (_end - _start < Frame.HeaderSize)
        {
            MakeRoom();
            return false;
        }
        var (length, withDescriptors) = Frame.ReadHeader(_ahead.AsSpan(_start));
        if (length <= _end - _start - Frame.HeaderSize || length > Frame.LongestMessage) return true; // or Message throws
        if (length <= _ahead.Length - Frame.HeaderSize) MakeRoom();
        else
        {
            _large = new byte[length];
            _largeHasDescriptors = withDescriptors;
            _filled = _end - _start - Frame.HeaderSize;
            _ahead.AsSpan(_start + Frame.HeaderSize, _filled).CopyTo(_large);
            _start = _end = 0; // I1
        }
        return false;
    }

    private void MakeRoom()
    {
        if (_start == 0) return;
        _ahead.AsSpan(_start, _end - _start).CopyTo(_ahead);
        (_start, _end) = (0, _end - _start);
    }

    private static InvalidDataException NoMessage(int length) => new(
        $"A message of {length} bytes is announced, and {Frame.LongestMessage} is the most: " +
        "whoever writes to the other end does not speak our language.");

    private EndOfStreamException AtTheEnd() => new(HasReadAhead
        ? "The other end was closed in the middle of a message: its sender was killed, or gave up. You get no half messages."
        : "The other end is closed, and all that was sent has been received.");
}
