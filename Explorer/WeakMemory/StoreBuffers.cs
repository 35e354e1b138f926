// Memory in which each thread sees its own writes at once, and the others see them later, with the program's own code, which
// reads and writes memory as it likes. It works because only one thread runs at a time:
//
//      w1 runs                x is 1        what w1 has written
//      w1 comes to a step     x is 1        Capture: its last write gets what it has left there
//      others are chosen      x is 0        Hide: what all see comes back
//      Flush                  x is 1        the oldest write reaches memory
//      w1 runs again          x is 1        Show: what is still in the buffer of w1 is put on top of what all see
//
//   W1  Of all threads only the one that ran last has its own writes in memory, and none while something reaches memory.
//   W2  A place is in a buffer as a whole or in parts. Who reads a part together with its surroundings waits for a fence first:
//       no processor puts such a value together.
//   W3  What cannot be delayed (MemoryCells) is written right behind a fence, as if there had been time for it.
//
// Only scheduling points are delayed. Where no two accesses race, nobody can be between the write and what tells him of it, which
// comes out of the same buffer later, or waits until it is empty.

using System.Diagnostics;
using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.WeakMemory;

/// <summary>The store buffers of one execution.</summary>
/// <remarks>Used by the thread that has the baton.</remarks>
/// <param name="cells">Where places lie.</param>
[DebuggerStepThrough]
internal sealed class StoreBuffers(MemoryCells cells)
{
    /// <summary>So many writes at most since the last fence: then one comes by itself. The largest processors have room for about
    /// twice as many; but nobody reads a schedule with so many to delay.</summary>
    public const int Room = 40;

    private readonly Dictionary<Location, MemoryCell?> _cells = [];
    private Execution? _execution;

    /// <summary>Gives a thread its buffer, with a thread that empties it right behind it.</summary>
    public void AddFor(ControlledThread thread, Execution execution)
    {
        _execution = execution;
        var name = $"the store buffer of {thread.Name}";
        var drain = new ControlledThread(execution.Threads.Count, name, static () => { }) { IsBackground = true };
        drain.Serve(thread);
        drain.Drains = thread.Buffer = new StoreBuffer(thread, drain);
        execution.Threads.Add(drain);
        execution.Number(drain);
        execution.Number(drain.Drains);
    }

    /// <summary>Whether all that its thread has written before is seen before such a step.</summary>
    public static bool IsFence(in Operation operation) => operation.Kind is not (OperationKind.Begin or OperationKind.Read
        or OperationKind.Watch or OperationKind.Yield or OperationKind.Sleep or OperationKind.Spin or OperationKind.Buffer
        or OperationKind.Fence);

    /// <summary>A full fence of the calling thread; nothing where there are no buffers.</summary>
    public static void Fence()
    {
        if (Execution.Current is not { IsAborting: false } execution) return;
        if (Execution.Self.Buffer is { IsDirty: true } buffer) Fence(execution, buffer);
    }

    /// <summary>A fence of all threads at once.</summary>
    public static void FenceAll()
    {
        if (Execution.Current is not { Buffers: not null, IsAborting: false } execution) return;
        Everything.Step(OperationKind.Atomic, "all store buffers");
        if (execution.IsAborting) return;
        foreach (var thread in execution.Threads)
        {
            while (thread.Drains is { IsEmpty: false } buffer)
            {
                var write = buffer.Writes.First();
                execution.Recording?.Reaches(write);
                Flush(buffer);
                write.Place.Whole.Version++; // who waits for that to change goes on
            }
        }
    }

    /// <summary>A place is read or written, at the caller's next step; if it is written, then right after this returns.</summary>
    public void Access(Location place, bool isWrite, int site)
    {
        var (execution, self) = (_execution!, Execution.Self);
        var buffer = self.Buffer!;
        var cell = isWrite && !execution.IsAborting && !IsAlone(execution) ? CellOf(place) : null;
        if (buffer.IsDirty && (buffer.Overlaps(place) || buffer.SinceFence >= Room)) Fence(execution, buffer); // W2
        if (cell is null)
        {
            var kind = isWrite ? OperationKind.Write : OperationKind.Read;
            execution.Perform(new Operation(kind, place.Whole, isWrite, site)); // W3: a write is a fence
            return;
        }
        var token = execution.Number(new WriteToken(place));
        execution.Perform(new Operation(OperationKind.Buffer, token, IsWrite: true, site));
        if (execution.IsAborting) return;
        var write = execution.Number(new DelayedWrite(buffer, token, place, cell, site == 0 ? self.Site : site));
        write.Clock.Set(self.Clock);
        if (!buffer.Cells.Contains(cell)) cell.Kept = cell.Value;
        buffer.Add(write);
    }

    /// <summary>The oldest write of a buffer reaches memory, which holds what all see.</summary>
    public static void Flush(StoreBuffer buffer)
    {
        Debug.Assert(!buffer.IsShown, "W1");
        var write = buffer.Take();
        var cell = write.Cell;
        cell.Value = write.Place == cell.Whole ? write.Value : MemoryCell.After(cell.Value, write);
        write.Place.Released.Join(write.Published);
    }

    /// <summary>Another thread is to go on, or something to reach memory: memory becomes what all see. W1</summary>
    public static void Hide(StoreBuffer buffer)
    {
        if (!buffer.IsShown) return;
        foreach (var cell in buffer.Cells) cell.Value = cell.Kept;
        buffer.IsShown = false;
    }

    /// <summary>The thread goes on: it sees what it has written.</summary>
    public static void Show(StoreBuffer buffer)
    {
        if (buffer.IsEmpty || buffer.IsShown) return;
        foreach (var cell in buffer.Cells)
        {
            cell.Kept = cell.Value;
            cell.Value = buffer.Seen(cell, cell.Kept);
        }
        buffer.IsShown = true;
    }

    private MemoryCell? CellOf(Location place)
    {
        if (!_cells.TryGetValue(place, out var cell))
        {
            cell = cells.Of(place);
            // One for all parts of a place: it keeps what all see.
            if (cell is not null && place != place.Whole) cell = CellOf(place.Whole);
            _cells.Add(place, cell);
        }
        return cell;
    }

    private static bool IsAlone(Execution execution) => execution.Threads.Count == 2; // main and its buffer

    private static void Fence(Execution execution, StoreBuffer buffer)
    {
        execution.Perform(new Operation(OperationKind.Fence, buffer, IsWrite: false));
        buffer.Fenced();
    }
}
