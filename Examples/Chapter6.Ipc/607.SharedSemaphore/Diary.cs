// What the cars do, written down in shared memory in the order in which it happens, and read by the one who started them:
//
//      0         16
//      +---------+------------------------+------ - -
//      | written | car, what, pump, when  |  ...           the semaphore counts the lines that nobody has read
//      +---------+------------------------+------ - -

using System.Diagnostics;
using Workbook.Ipc.SharedMemory;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Examples.Ipc.PetrolStation;

/// <summary>A list of events that processes append to, and one reads.</summary>
public sealed class Diary : IDisposable, IShareable<Diary>
{
    private const int Header = 16, LineSize = 24;

    private readonly SharedSemaphore _unread;

    private readonly SharedMutex _mutex; // guards:
    private readonly SharedRegion _lines;

    private int _read; // the reader's

    private Diary(SharedSemaphore unread, SharedMutex mutex, SharedRegion lines) =>
        (_unread, _mutex, _lines) = (unread, mutex, lines);

    /// <param name="capacity">Lines, at most.</param>
    public static Diary Create(int capacity) =>
        new(SharedSemaphore.CreateAnonymous(0), SharedMutex.CreateAnonymous(),
            SharedRegion.CreateAnonymous(Header + (long)capacity * LineSize));

    /// <summary>Appends a line, with the time.</summary>
    public void Write(int car, Deed what, int pump)
    {
        using (_mutex.Hold())
        {
            ref var written = ref _lines.ValueAt<int>(0);
            _lines.ValueAt<Line>(Header + (long)written * LineSize) = new Line(car, what, pump, Stopwatch.GetTimestamp());
            written++;
        }
        _unread.Release();
    }

    /// <summary>The next line, if one comes in that time.</summary>
    public bool TryRead(TimeSpan timeout, out Line line, CancellationToken cancel)
    {
        line = default;
        if (!_unread.TryAcquire(timeout, cancel)) return false;
        using (_mutex.Hold()) line = _lines.ValueAt<Line>(Header + (long)_read++ * LineSize);
        return true;
    }

    public void Dispose()
    {
        _unread.Dispose();
        _mutex.Dispose();
        _lines.Dispose();
    }

    public string WriteTicket(Handover handover) =>
        $"{_unread.WriteTicket(handover)}\n{_mutex.WriteTicket(handover)}\n{_lines.WriteTicket(handover)}";

    public static Diary FromTicket(string ticket, Handover handover)
    {
        var parts = ticket.Split('\n');
        return new Diary(
            SharedSemaphore.FromTicket(parts[0], handover), SharedMutex.FromTicket(parts[1], handover),
            SharedRegion.FromTicket(parts[2], handover));
    }

    /// <summary>What a car does.</summary>
    public enum Deed
    {
        Comes,
        Takes,
        Leaves,
        Goes,
    }

    /// <summary>One line.</summary>
    /// <param name="At">A time stamp of the machine's clock, the same in all processes.</param>
    public readonly record struct Line(int Car, Deed What, int Pump, long At);
}
