namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: producers and consumers wait on one monitor, and Pulse wakes one of either kind. With room for one item a consumer may
/// wake a consumer, and all sleep.</summary>
internal sealed class WakesTheWrongOneQueue
{
    private readonly object _monitor = new(); // guards:
    private bool _isFull;

    public void Put()
    {
        lock (_monitor)
        {
            while (_isFull) Monitor.Wait(_monitor);
            _isFull = true;
            Monitor.Pulse(_monitor);
        }
    }

    public void Take()
    {
        lock (_monitor)
        {
            while (!_isFull) Monitor.Wait(_monitor);
            _isFull = false;
            Monitor.Pulse(_monitor);
        }
    }
}
