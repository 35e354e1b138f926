using System.Text;

namespace Workbook.Coursework.Checking;

/// <summary>What a process prints, up to a limit: how it begins and how it ends; what is between is thrown away.</summary>
/// <param name="limit">In characters, at least 2.</param>
/// <remarks>Any thread may call any member.</remarks>
internal sealed class BoundedText(int limit)
{
    private readonly Lock _lock = new(); // guards:
    private readonly StringBuilder _first = new();
    private readonly char[] _last = new char[limit / 2]; // a ring
    private long _afterFirst; // how many were written into it

    public void Add(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            var fits = Math.Min(text.Length, limit - _last.Length - _first.Length);
            _first.Append(text[..fits]);
            for (var rest = text[fits..]; rest.Length > 0;)
            {
                var at = (int)(_afterFirst % _last.Length);
                var part = rest[..Math.Min(rest.Length, _last.Length - at)];
                part.CopyTo(_last.AsSpan(at));
                _afterFirst += part.Length;
                rest = rest[part.Length..];
            }
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _first.Clear();
            _afterFirst = 0;
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            if (_afterFirst <= _last.Length) return $"{_first}{_last.AsSpan(0, (int)_afterFirst)}";
            var oldest = (int)(_afterFirst % _last.Length);
            return $"{_first}\n...\n{_last.AsSpan(oldest)}{_last.AsSpan(0, oldest)}";
        }
    }
}
