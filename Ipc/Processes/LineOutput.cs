// Bytes come as the pipe has them, lines as they end:
//
//      _held   | u n f i n i |  s h e d \n   n e x t \n  t h e   r e s t  |
//                               `-- one line --' `------'  `- stays --'
//
// A line that does not end is handed over in pieces of Longest bytes, so that a program that never writes an end of line takes no
// more memory than that. A piece never ends inside a character: UTF-8's second and later bytes are 10xxxxxx.

using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>Hands over lines as they come.</summary>
/// <param name="onLine">Gets each line without its end, LF or CR LF.</param>
internal sealed class LineOutput(Action<string> onLine) : OutputSink
{
    /// <summary>In bytes.</summary>
    public const int Longest = 1024 * 1024;

    private byte[] _held = new byte[4_096];
    private int _count;

    /// <inheritdoc/>
    public override Span<byte> Room
    {
        get
        {
            if (_count == _held.Length) Array.Resize(ref _held, Math.Min(Longest, 2 * _held.Length));
            return _held.AsSpan(_count);
        }
    }

    /// <inheritdoc/>
    public override void Added(int count)
    {
        var (start, searched) = (0, _count);
        _count += count;
        while (_held.AsSpan(searched, _count - searched).IndexOf((byte)'\n') is var end and >= 0)
        {
            end += searched;
            HandOver(_held.AsSpan(start, end - start));
            start = searched = end + 1;
        }
        if (start == 0 && _count == Longest)
        {
            start = _count;
            while (start > _count - 4 && (_held[start - 1] & 0xC0) == 0x80) start--; // to the first byte of the last character
            if (_held[start - 1] >= 0xC0) start--;
            onLine(Encoding.UTF8.GetString(_held.AsSpan(0, start)));
        }
        _held.AsSpan(start, _count - start).CopyTo(_held);
        _count -= start;
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (_count > 0) HandOver(_held.AsSpan(0, _count)); // the last line may lack its end
        _count = 0;
    }

    private void HandOver(ReadOnlySpan<byte> line) =>
        onLine(Encoding.UTF8.GetString(line is [.. var text, (byte)'\r'] ? text : line));
}
