using Workbook.Concurrency.Tests.Queues;

namespace Workbook.Concurrency.Tests.Explored.Queues;

/// <summary>What the threads of a scenario called, and in which order calls ended and began.</summary>
/// <remarks>The clock is a shared step of its own, so that its order is explored too: two histories with the same steps inside the
/// object, but another order of the calls, are two behaviours. It also orders everything, and hides races: each scenario that
/// uses a history has a sister that does without.</remarks>
internal sealed class History(bool isStack, int capacity = int.MaxValue)
{
    private readonly Operation?[] _calls = new Operation?[64]; // each where the clock stood at its end: a place for each thread
    private int _clock;

    public void Put(char item, Func<int, bool> tryPut)
    {
        var invoked = Interlocked.Increment(ref _clock);
        var accepted = tryPut(item);
        Add($"put {item}: {accepted}", invoked, SequentialObjects.Put(item, accepted, capacity));
    }

    public void Take(Func<int?> tryTake)
    {
        var invoked = Interlocked.Increment(ref _clock);
        var item = (char?)tryTake();
        Add($"take: {item}", invoked, isStack ? SequentialObjects.TakeYoungest(item) : SequentialObjects.TakeOldest(item));
    }

    public void Steal(Func<int?> trySteal)
    {
        var invoked = Interlocked.Increment(ref _clock);
        var item = (char?)trySteal();
        Add($"steal: {item}", invoked, SequentialObjects.TakeOldest(item));
    }

    public void Check() => Linearizability.Check([.. _calls.OfType<Operation>()]);

    private void Add(string text, int invoked, Func<string, string?> apply)
    {
        var ended = Interlocked.Increment(ref _clock);
        _calls[ended] = new Operation(text, invoked, ended, apply);
    }
}
