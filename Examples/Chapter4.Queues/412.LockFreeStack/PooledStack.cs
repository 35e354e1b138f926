// The same stack on nodes that are used again. The nodes are an array, a link is an index, and the head is one 64-bit word:
//
//      _head   [ tag, 32 bits | index, 32 bits ]           index -1: empty
//
//      without tags   the upper half stays 0: n2 means n2, today's or yesterday's              ABA
//      with tags      every swap adds 1 to the upper half: (7, n2) is not (4, n2)
//
// The mistake of the first kind: "the head is what I saw, so nothing has happened". In between the node may have been popped,
// put into the pool, taken out and pushed again, with another node behind it.

using System.Diagnostics;

namespace Workbook.Examples.Queues.LockFreeStacks;

/// <summary>A stack of characters with a fixed pool of nodes, right with tags and wrong without.</summary>
/// <param name="nodes">How many items it can hold.</param>
/// <param name="hasTags">Whether every swap changes the head word, also when it brings back an old index.</param>
[DebuggerDisplay("{Contents}, pool: {Pool}")] // takes no lock
public sealed class PooledStack(int nodes, bool hasTags)
{
    private const int None = -1;

    private readonly Node[] _nodes = new Node[nodes];
    private long _head = Word(tag: 0, None); // by Interlocked

    private readonly Lock _poolLock = new(); // guards the pool, which is not what this is about:
    private readonly Queue<int> _pool = new(Enumerable.Range(0, nodes)); // what is free for longest is used first

    private struct Node
    {
        public char Item;
        public int Next;
    }

    /// <summary>Called by a pop between its look and its swap; the others go on meanwhile.</summary>
    public Action? BetweenLookAndSwap { get; set; }

    /// <summary>What is in it, top first, each item with its node; exact while nobody changes it.</summary>
    public string Contents
    {
        get
        {
            var shown = new List<string>();
            var index = Index(Volatile.Read(ref _head));
            for (; index != None && shown.Count <= _nodes.Length; index = _nodes[index].Next)
                shown.Add($"{_nodes[index].Item}(n{index})");
            return shown.Count == 0 ? "empty" : string.Join(' ', shown);
        }
    }

    /// <summary>The free nodes in the order in which they will be used.</summary>
    public string Pool => _pool.Count == 0 ? "none" : string.Join(' ', _pool.Select(index => $"n{index}"));

    /// <summary>Puts an item on top.</summary>
    /// <exception cref="InvalidOperationException">No node is free.</exception>
    public void Push(char item)
    {
        int index;
        lock (_poolLock)
            if (!_pool.TryDequeue(out index)) throw new InvalidOperationException("Push on a full stack; pop first.");
        long seen;
        do
        {
            seen = Volatile.Read(ref _head);
            _nodes[index] = new Node { Item = item, Next = Index(seen) };
        }
        while (Interlocked.CompareExchange(ref _head, After(seen, index), seen) != seen);
    }

    /// <summary>Removes the item on top.</summary>
    /// <returns>Null when it was empty.</returns>
    public char? TryPop()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _head);                                       // [look]
            if (Index(seen) == None) return null;
            var next = _nodes[Index(seen)].Next;
            BetweenLookAndSwap?.Invoke();
            if (Interlocked.CompareExchange(ref _head, After(seen, next), seen) != seen) continue; // [swap]
            var item = _nodes[Index(seen)].Item;
            lock (_poolLock) _pool.Enqueue(Index(seen));
            return item;
        }
    }

    private long After(long seen, int index) => Word(hasTags ? (int)(seen >> 32) + 1 : 0, index);

    private static long Word(int tag, int index) => ((long)tag << 32) | (uint)index;

    private static int Index(long word) => (int)word;
}
