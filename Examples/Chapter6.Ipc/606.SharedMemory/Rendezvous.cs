namespace Workbook.Examples.Ipc.SharedCounters;

/// <summary>How the two processes of the demo wait for each other: by counters of the same table.</summary>
/// <param name="table">The table.</param>
/// <param name="check">Throws when it is no use to wait any longer.</param>
internal sealed class Rendezvous(CounterTable table, Action check)
{
    private int _met;

    /// <summary>Says that the step is done.</summary>
    public void Pass(int step) => table.Write(Place.Step, step);

    /// <summary>Waits until the other process has said so.</summary>
    public void Await(int step) => Until(Place.Step, step);

    /// <summary>Waits until both processes are here.</summary>
    public void Meet()
    {
        table.Add(Place.Arrived, 1);
        Until(Place.Arrived, 2 * ++_met);
    }

    // Some microseconds of looking, then naps: there is nobody who could wake us. (Exercise 607 has somebody.)
    private void Until(int place, long value)
    {
        var wait = new SpinWait();
        while (table.Read(place) < value)
        {
            check();
            wait.SpinOnce();
        }
    }
}
