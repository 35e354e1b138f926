using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbook.Ipc.Pools;

/// <summary>Reads what <see cref="FrameBuffer"/> wrote, in the same order.</summary>
internal ref struct FrameCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public T Read<T>() where T : unmanaged
    {
        var value = MemoryMarshal.Read<T>(_rest);
        _rest = _rest[Unsafe.SizeOf<T>()..];
        return value;
    }

    /// <summary>What <see cref="FrameBuffer.WriteBytes"/> wrote.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = Read<int>();
        var read = _rest[..length];
        _rest = _rest[length..];
        return read;
    }
}
