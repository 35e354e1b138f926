namespace Workbook.Explorer.Scheduling;

/// <summary>The threads of one exploration, all on one core.</summary>
/// <remarks>Used by whoever has the baton. Shutdown: Dispose, when no execution runs, ends the threads.</remarks>
internal sealed class Carriers(int core) : IDisposable
{
    private readonly Stack<Carrier> _idle = new();

    /// <summary>The core on which they are; -1: wherever the system likes.</summary>
    public int Core { get; } = core;

    /// <summary>One that is idle, or a new one, which will run <paramref name="body"/>.</summary>
    public Carrier Take(Action body)
    {
        if (!_idle.TryPop(out var carrier)) carrier = new Carrier(Core);
        carrier.Carry(body);
        return carrier;
    }

    /// <summary>It has nothing to run any more.</summary>
    public void Return(Carrier carrier) => _idle.Push(carrier);

    public void Dispose()
    {
        foreach (var carrier in _idle)
        {
            carrier.Carry(null);
            carrier.Gate.Open();
        }
        _idle.Clear();
    }
}
