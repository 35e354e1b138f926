using System.Text;

namespace Workbook.Coursework.Checking;

/// <summary>Lines of a process, up to a limit; what comes after it is thrown away.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal sealed class BoundedText(int limit)
{
    private readonly Lock _lock = new(); // guards:
    private readonly StringBuilder _text = new();

    public void Add(string? line)
    {
        if (line is null) return;
        lock (_lock)
        {
            if (_text.Length < limit) _text.Append(line, 0, Math.Min(line.Length, limit - _text.Length)).Append('\n');
        }
    }

    public override string ToString() { lock (_lock) return _text.ToString(); }
}
