using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbook.Ipc.Pools;

/// <summary>Frames under construction: each is its length, 4 bytes, and so many bytes.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class FrameBuffer
{
    private const int KeepAtMost = 64 * 1024; // of memory, for the next frames

    private byte[] _bytes = new byte[256];
    private int _length, _frame;

    /// <summary>All that was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > KeepAtMost) _bytes = new byte[256];
    }

    /// <summary>Begins a frame; <see cref="End"/> writes its length.</summary>
    public void Begin(FrameKind kind)
    {
        _frame = _length;
        Write(0);
        Write((byte)kind);
    }

    /// <summary>The frame is complete.</summary>
    public void End() => MemoryMarshal.Write(_bytes.AsSpan(_frame), _length - _frame - sizeof(int));

    public void Write<T>(T value) where T : unmanaged => MemoryMarshal.Write(Grow(Unsafe.SizeOf<T>()), in value);

    /// <summary>Bytes as they are.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    /// <summary>Bytes, and their number before them.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        WriteRaw(bytes);
    }

    private Span<byte> Grow(int count)
    {
        var old = _length;
        _length = checked(old + count);
        if (_length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length, _bytes.Length * 2));
        return _bytes.AsSpan(old, count);
    }
}
