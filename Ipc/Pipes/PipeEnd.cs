using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workbook.Ipc.Pipes;

/// <summary>One end of a pipe: a stream of bytes one way.</summary>
/// <remarks>One thread at a time uses an end; another may dispose it, which does not wake a thread that is blocked in a call
/// without time limit and token. An end can be an argument of a child: it gets a copy. Linux only so far.</remarks>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public abstract class PipeEnd : Stream
{
    private protected PipeEnd(SafeHandle descriptor) => Descriptor = descriptor;

    /// <summary>The open end, for a call that wants a descriptor; it stays this object's.</summary>
    public SafeHandle Descriptor { get; }

    /// <summary>No.</summary>
    public override bool CanSeek => false;

    /// <summary>A pipe has none.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Length => throw NoPosition();

    /// <inheritdoc cref="Length"/>
    public override long Position { get => throw NoPosition(); set => throw NoPosition(); }

    private string Display => $"descriptor {Descriptor.DangerousGetHandle()}{(Descriptor.IsClosed ? ", closed" : "")}";

    /// <inheritdoc cref="Length"/>
    public override long Seek(long offset, SeekOrigin origin) => throw NoPosition();

    /// <inheritdoc cref="Length"/>
    public override void SetLength(long value) => throw NoPosition();

    /// <summary>Does nothing: what was written is in the pipe.</summary>
    public override void Flush() { }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Descriptor.Dispose();
        base.Dispose(disposing);
    }

    private static NotSupportedException NoPosition() =>
        new("A pipe has no positions: bytes come in the order in which they went in, once.");
}
