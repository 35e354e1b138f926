namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: `if` where a wait needs `while`. Who is woken finds that another consumer was faster.</summary>
internal sealed class LooksOnceQueue
{
    private readonly object _monitor = new(); // guards:
    private readonly Queue<int> _items = [];

    public void Put(int item)
    {
        lock (_monitor)
        {
            _items.Enqueue(item);
            Monitor.Pulse(_monitor);
        }
    }

    public int Take()
    {
        lock (_monitor)
        {
            if (_items.Count == 0) Monitor.Wait(_monitor); // [look] once
            return _items.Dequeue();
        }
    }
}
