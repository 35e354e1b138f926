// A petrol station: the semaphore lets in as many as there are pumps, and a table in shared memory says who stands where:
//
//      Enter                      free permits    pumps (pid, 0 = nobody)      Leave
//      waits for a permit         2               [   0 |    0 ]               takes its pid out of the table
//      writes its pid             1               [4711 |    0 ]               gives the permit back
//
//   I1  The mutex guards the table.
//   I2  As many pids stand in the table as permits are taken, but for those who are between the two steps.
//
// So whoever has a permit finds an empty place [place]. And when a process is killed at a pump, its pid is still in the table:
// who hears of the death finds there how many permits are to be given back for it [give back].

using System.Diagnostics;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Examples.Ipc.PetrolStation;

/// <summary>A number of pumps that processes share.</summary>
/// <remarks>Any thread of any process may call any member.</remarks>
[DebuggerDisplay("{_permits.CurrentCount} of {Pumps} free")] // takes no lock
public sealed class Station : IDisposable, IShareable<Station>
{
    private readonly SharedSemaphore _permits;

    private readonly SharedMutex _mutex; // guards:
    private readonly SharedRegion _table; // one int for each pump

    private Station(SharedSemaphore permits, SharedMutex mutex, SharedRegion table) =>
        (_permits, _mutex, _table) = (permits, mutex, table);

    /// <summary>Makes a station that other processes get as an argument.</summary>
    /// <param name="pumps">How many there are, at least 1; nobody stands there at first.</param>
    public static Station Create(int pumps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pumps, 1);
        return new Station(
            SharedSemaphore.CreateAnonymous(pumps, pumps), SharedMutex.CreateAnonymous(),
            SharedRegion.CreateAnonymous(pumps * sizeof(int)));
    }

    /// <summary>How many pumps there are.</summary>
    public int Pumps => _permits.Maximum;

    /// <summary>How many permits nobody has; stale by the time it returns.</summary>
    public int Free => _permits.CurrentCount;

    /// <summary>Waits until a pump is free, and takes it for this process.</summary>
    /// <returns>Its number, from 1.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while none was free; none was taken.</exception>
    public int Enter(CancellationToken cancel = default)
    {
        _permits.Acquire(cancel);
        using (_mutex.Hold()) // no token: with the permit in hand there is nothing to wait for but a moment
        {
            var pump = Find(0); // [place]
            At(pump) = Environment.ProcessId;
            return pump;
        }
    }

    /// <summary>Leaves a pump.</summary>
    /// <exception cref="InvalidOperationException">This process does not stand there; nothing has changed.</exception>
    public void Leave(int pump)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pump, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pump, Pumps);
        using (_mutex.Hold())
        {
            if (At(pump) != Environment.ProcessId)
                throw new InvalidOperationException($"Leave pump {pump} by a process that does not stand there.");
            At(pump) = 0;
        }
        _permits.Release(); // after the place is empty: I2
    }

    /// <summary>Gives back what a process had that has ended, as whoever joined it knows.</summary>
    /// <returns>How many pumps it stood at.</returns>
    public int GiveBackFor(int process)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(process, 1);
        var count = 0;
        using (_mutex.Hold())
        {
            for (int pump; (pump = Find(process)) != 0; count++) At(pump) = 0;
        }
        if (count > 0) _permits.Release(count); // [give back]
        return count;
    }

    /// <summary>Detaches.</summary>
    public void Dispose()
    {
        _permits.Dispose();
        _mutex.Dispose();
        _table.Dispose();
    }

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) =>
        $"{_permits.WriteTicket(handover)}\n{_mutex.WriteTicket(handover)}\n{_table.WriteTicket(handover)}";

    /// <inheritdoc/>
    public static Station FromTicket(string ticket, Handover handover)
    {
        var parts = ticket.Split('\n');
        return new Station(
            SharedSemaphore.FromTicket(parts[0], handover), SharedMutex.FromTicket(parts[1], handover),
            SharedRegion.FromTicket(parts[2], handover));
    }

    private ref int At(int pump) => ref _table.ValueAt<int>((pump - 1) * sizeof(int));

    private int Find(int process)
    {
        Debug.Assert(_mutex.IsHeldByCurrentThread, "I1");
        for (var pump = 1; pump <= Pumps; pump++) if (At(pump) == process) return pump;
        Debug.Assert(process != 0, "I2");
        return 0;
    }
}
