using System.Diagnostics;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>What all write on, and the proof-reader who knows what it should read.</summary>
/// <remarks>It puts nobody in order: whoever writes first stands first. Its lock only keeps two marks from tearing each other.
/// After the first wrong mark nothing more is taken: what follows a mistake tells nothing about it.</remarks>
[DebuggerDisplay("{_marks.Count} of {_expected.Count} marks")] // takes no lock
public sealed class Page
{
    private readonly IReadOnlyList<Mark> _expected;
    private readonly Action? _onWrong;

    private readonly Lock _lock = new(); // guards:
    private readonly List<Mark> _marks = [];
    private bool _isWrong;

    /// <param name="parties">Who writes: the page should read as if they took turns, the first one first.</param>
    /// <param name="onWrong">Called at the first wrong mark, by its writer.</param>
    public Page(IReadOnlyList<Party> parties, Action? onWrong = null)
    {
        _expected = [.. from turn in Enumerable.Range(0, parties[0].Turns.Count)
                        from party in parties
                        from text in party.Turns[turn]
                        select new Mark(party.Name, text)];
        _onWrong = onWrong;
    }

    /// <summary>What has been written.</summary>
    public string Text => string.Concat(Marks.Select(mark => mark.Text)).TrimEnd();

    /// <summary>What should be there in the end.</summary>
    public string Expected => string.Concat(_expected.Select(mark => mark.Text)).TrimEnd();

    /// <summary>Whether all is there, in order.</summary>
    public bool IsRight { get { lock (_lock) return !_isWrong && _marks.Count == _expected.Count; } }

    /// <summary>How many marks have been written.</summary>
    public int Count { get { lock (_lock) return _marks.Count; } }

    private IReadOnlyList<Mark> Marks { get { lock (_lock) return [.. _marks]; } }

    /// <summary>Appends <paramref name="text"/>.</summary>
    public void Write(string writer, string text)
    {
        lock (_lock)
        {
            if (_isWrong) return;
            var mark = new Mark(writer, text);
            _isWrong = _marks.Count == _expected.Count || mark != _expected[_marks.Count];
            _marks.Add(mark);
            if (!_isWrong) return;
        }
        _onWrong?.Invoke(); // outside the lock: it is somebody else's code
    }

    /// <summary>The page under the one it should be, and the place where they part.</summary>
    public IEnumerable<string> Proof
    {
        get
        {
            const int Shown = 12;
            var marks = Marks;
            yield return $"  should read  {string.Concat(_expected.Take(Shown).Select(mark => mark.Text))}...";
            yield return $"  the page     {Text}";
            var right = marks.Zip(_expected).TakeWhile(pair => pair.First == pair.Second).Count();
            if (right == _expected.Count) yield break;
            var due = _expected[right];
            var what = right < marks.Count
                ? $"is {marks[right].Text.Trim()} by {marks[right].Writer}: {due.Text.Trim()} by {due.Writer} was due"
                : $"is missing: {due.Text.Trim()} by {due.Writer} was due";
            yield return $"{new string(' ', 15 + marks.Take(right).Sum(mark => mark.Text.Length))}^ mark {right + 1} {what}";
        }
    }
}
