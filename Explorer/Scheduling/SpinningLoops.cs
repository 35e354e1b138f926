// A loop that only reads may be one that spins until another thread does something, and exploring each of its rounds would
// never end; or it may end by itself: it looks through an array, or gives up after a hundred rounds. The code does not say
// which. So when a round of a loop is in vain for the first time, the thread that goes round it is left alone:
//
//      it leaves the loop, changes something or has to wait    ->  the loop ends, and its rounds are steps as any others
//      it goes round 10,000 times                              ->  it spins: from now on its thread waits at the end of such a
//                                                                  round until something that it read is changed by somebody
//
// That execution is thrown away, and the search starts again, as it does when a race is found.

namespace Workbook.Explorer.Scheduling;

/// <summary>What was learnt of the loops of a program.</summary>
/// <remarks>It outlives executions.</remarks>
internal sealed class SpinningLoops
{
    /// <summary>A loop that goes round so often in vain does not end by itself.</summary>
    public const int Rounds = 10_000;

    /// <summary>A loop that goes round so often in one execution, with a step each time, is long.</summary>
    public const int ManyRounds = 1_000;

    private readonly SortedDictionary<int, string> _long = []; // by site, who was the first
    private readonly SortedDictionary<int, bool> _spins = []; // by site
    private readonly SortedDictionary<int, BusyLoop> _busy = []; // by site

    /// <summary>Whether something was learnt since it was last set to false.</summary>
    public bool HasNews { get; set; }

    /// <summary>The sites of the loops that spin.</summary>
    public IEnumerable<int> Known => _spins.Where(loop => loop.Value).Select(loop => loop.Key);

    /// <summary>Those of them in which nothing lets a thread wait.</summary>
    public IEnumerable<BusyLoop> Busy => _busy.Values;

    /// <summary>The sites of the loops that are long, and who went round them first.</summary>
    public IEnumerable<KeyValuePair<int, string>> Long => _long;

    /// <summary>A thread has gone round a loop very often, with a step each time. The first one is kept.</summary>
    public void NoteLong(int site, string thread) => _long.TryAdd(site, thread);

    /// <summary>A thread was seen to spin where nothing lets it wait. The first one is kept.</summary>
    public void Note(BusyLoop loop) => _busy.TryAdd(loop.Site, loop);

    /// <summary>Null: not known yet.</summary>
    public bool? Spins(int site) => _spins.TryGetValue(site, out var spins) ? spins : null;

    public void Learn(int site, bool spins)
    {
        _spins[site] = spins;
        HasNews = true;
    }

    /// <summary>These spin, and no others.</summary>
    public void Restore(IEnumerable<int> sites)
    {
        foreach (var site in sites) _spins[site] = true;
    }
}
