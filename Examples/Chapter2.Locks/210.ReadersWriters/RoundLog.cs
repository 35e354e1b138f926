namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>Who came in, in which order, and who was inside together: one round, seen from inside the lock.</summary>
/// <remarks>Any thread may call any member. It counts by itself, so that the lock is judged by what happened.</remarks>
public sealed class RoundLog
{
    private readonly Lock _lock = new(); // guards:
    private readonly List<Visitor> _entries = [];
    private int _readersInside, _writersInside;
    private int _mostReaders, _conflicts;

    /// <summary>Everybody, in the order in which they came in.</summary>
    public IReadOnlyList<Visitor> Entries { get { lock (_lock) return [.. _entries]; } }

    /// <summary>The most readers that were inside at the same time.</summary>
    public int MostReaders { get { lock (_lock) return _mostReaders; } }

    /// <summary>How often somebody was inside with a writer; 0 unless the lock is wrong.</summary>
    public int Conflicts { get { lock (_lock) return _conflicts; } }

    /// <summary>How many readers came in before a writer that had come before them.</summary>
    public int WentPast
    {
        get
        {
            var entries = Entries;
            return entries.Where((visitor, place) =>
                !visitor.Writes && entries.Skip(place + 1).Any(later => later.Writes && later.Number < visitor.Number)).Count();
        }
    }

    /// <summary>Called by the visitor as soon as it is inside.</summary>
    public void Enters(Visitor visitor)
    {
        lock (_lock)
        {
            if (_writersInside > 0 || (visitor.Writes && _readersInside > 0)) _conflicts++;
            if (visitor.Writes) _writersInside++;
            else _mostReaders = Math.Max(_mostReaders, ++_readersInside);
            _entries.Add(visitor);
        }
    }

    /// <summary>Called by the visitor just before it goes.</summary>
    public void Leaves(Visitor visitor)
    {
        lock (_lock)
        {
            if (visitor.Writes) _writersInside--;
            else _readersInside--;
        }
    }
}
