// Can the calls of a history be put into one order that (1) keeps the order of calls that did not overlap, and (2) is what
// the object would have done alone?
//
//      thread 1   |--- put a ---|
//      thread 2       |- put b -|     |- take: b -|          yes: put b, put a, take b
//      thread 3   |- put a -| |- put b -| |- take: b -|      no: a was put before b began, so a comes out first
//
// Try every call that could be first: one that nobody else had ended before it began. Apply it to the state; if the state
// allows its result, go on with the rest; otherwise, or when the rest fails, take it back and try the next. What has
// been tried, (set of calls done, state), is remembered: without that the search is hopeless already for a dozen calls.
//
// Wing and Gong, Testing and Verifying Concurrent Objects, JPDC 1993; the memory after Lowe, Testing for Linearizability, 2017.

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>Decides whether a short history of calls is linearizable.</summary>
internal static class Linearizability
{
    public static bool Holds(IReadOnlyList<Operation> history, string initial = "")
    {
        Assert.InRange(history.Count, 0, 64); // one bit for each call
        var tried = new HashSet<(ulong Done, string State)>();
        return Continues(0, initial);

        bool Continues(ulong done, string state)
        {
            if (done == AllOf(history.Count)) return true;
            if (!tried.Add((done, state))) return false;
            var firstEnd = history.Where((_, i) => !Contains(done, i)).Min(operation => operation.Returned);
            for (var i = 0; i < history.Count; i++)
            {
                if (Contains(done, i) || history[i].Invoked > firstEnd) continue; // done, or another had ended before it began
                if (history[i].Apply(state) is { } next && Continues(done | (1UL << i), next)) return true;
            }
            return false;
        }
    }

    /// <summary>Asserts it, and shows the history when it is not so.</summary>
    public static void Check(IReadOnlyList<Operation> history) =>
        Assert.True(Holds(history), $"not linearizable:\n{string.Join('\n', history.OrderBy(operation => operation.Invoked))}");

    private static bool Contains(ulong set, int index) => (set & (1UL << index)) != 0;

    private static ulong AllOf(int count) => count == 64 ? ulong.MaxValue : (1UL << count) - 1;
}
