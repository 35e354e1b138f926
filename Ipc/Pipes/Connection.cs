// One end of a connection, and what it is made of:
//
//      this end                                              the other end, here or in another process
//      _writer  --- header, message, header, message --->    _reader             a pipe
//      _reader  <-- header, message ---------------------    _writer             a pipe
//      _side    <------------ descriptors -------------->    _side               a Unix socket
//
// A one-way end has only a writer or only a reader.
//
// Shutdown: Dispose closes this end's descriptors. The other end receives what was sent before, and then the end of the stream;
// its sends fail. That holds once all copies of this end are closed: a copy that another process was given keeps the stream open.

using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pipes;

/// <summary>One end of a connection between two processes (or threads), over which whole messages travel: values or
/// bytes.</summary>
/// <remarks>
/// Any thread may call any member; messages stay whole. An end belongs to one process at a time: two processes that use copies
/// of it tear each other's messages apart. An already cancelled token means: do not wait.
/// A connection can itself be the argument of a child or the value of a message; whoever sends it disposes its own copy.
/// Dispose does not wake a thread that is blocked in a call without time limit and token: give it one of them, or close the
/// other end. Linux only so far.
/// </remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed partial class Connection : IDisposable, IShareable<Connection>
{
    private static readonly Handover _noDescriptors = new();

    private readonly FrameReader? _reader;
    private readonly FrameWriter? _writer;
    private readonly SafeHandle _side;
    private Handover? _spare; // by Interlocked.Exchange: one that was used, and is empty

    internal Connection(SafeHandle? input, SafeHandle? output, SafeHandle side)
    {
        _side = side;
        if (input is not null) _reader = new FrameReader(input, side);
        if (output is not null) _writer = new FrameWriter(output, side);
    }

    /// <summary>Whether this end sends.</summary>
    public bool CanSend => _writer is not null;

    /// <summary>Whether this end receives.</summary>
    public bool CanReceive => _reader is not null;

    private string Display => (CanSend, CanReceive) switch { (true, true) => "duplex", (true, false) => "sends", _ => "receives" }
        + (_side.IsClosed ? ", disposed" : "");

    /// <summary>Closes this end; see the head of this file. May be repeated.</summary>
    public void Dispose()
    {
        _reader?.Dispose();
        _writer?.Dispose();
        _side.Dispose();
    }

    private FrameReader Reader => _reader ??
        throw new InvalidOperationException("This end only sends. Receive at the other end.");

    private FrameWriter Writer => _writer ??
        throw new InvalidOperationException("This end only receives. Send at the other end.");
}
