// A ring is a stream, and frames lie in it as they come:
//
//      ring -- Fill -->  [ . . | frame | frame | half a fra ]  -- TryNext --> frame
//                          read          ^ _start           ^ _end
//
// The half stays until Fill brings the rest. A frame may be longer than the ring.

using System.Runtime.InteropServices;

namespace Workbook.Ipc.Pools;

/// <summary>Cuts what comes out of a ring into frames.</summary>
/// <remarks>For one thread at a time. A frame that was returned is valid until the next <see cref="Fill"/>.</remarks>
internal sealed class FrameReader
{
    private const int Usual = 16 * 1024;

    private byte[] _buffer = new byte[Usual];
    private int _start, _end;

    /// <summary>Takes from the ring what is there and has room.</summary>
    /// <returns>False: nothing was there.</returns>
    public bool Fill(ByteRing ring)
    {
        var left = _buffer.AsSpan(_start.._end);
        if (left.IsEmpty && _buffer.Length > Usual) _buffer = new byte[Usual]; // let the collector have a large one
        left.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var needed = _end >= sizeof(int) ? sizeof(int) + MemoryMarshal.Read<int>(_buffer) : 0;
        if (needed > _buffer.Length) Array.Resize(ref _buffer, needed);
        var count = ring.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }

    /// <summary>Whether a complete one is in the buffer.</summary>
    public bool HasNext =>
        _end - _start >= sizeof(int) && _end - _start - sizeof(int) >= MemoryMarshal.Read<int>(_buffer.AsSpan(_start));

    /// <summary>Where the next frame lies in the buffer, without its length.</summary>
    /// <returns>False: it is not complete.</returns>
    public bool TryNext(out Range frame)
    {
        frame = default;
        if (!HasNext) return false;
        var first = _start + sizeof(int);
        _start = first + MemoryMarshal.Read<int>(_buffer.AsSpan(_start));
        frame = first.._start;
        return true;
    }

    /// <summary>The bytes there.</summary>
    public ReadOnlySpan<byte> this[Range frame] => _buffer.AsSpan(frame);
}
