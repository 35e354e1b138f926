using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.WeakMemory;

/// <summary>A write on its way to memory. As a resource it is what its reaching memory is done on: the place, the buffer, and the
/// token of the write.</summary>
/// <param name="buffer">Where it waits.</param>
/// <param name="token">What the write itself was done on.</param>
/// <param name="place">Where it goes.</param>
/// <param name="cell">The same, as memory.</param>
/// <param name="site">Where in the source it was written.</param>
internal sealed class DelayedWrite(StoreBuffer buffer, WriteToken token, Location place, MemoryCell cell, int site) : Resource
{
    public override string Name => place.Whole.Name;

    public override Resource Subject => place.Whole;

    public override IReadOnlyList<Resource> Parts { get; } = [place.Whole, token, buffer];

    public WriteToken Token => token;

    /// <summary>Who brings it to memory.</summary>
    public ControlledThread Drain => buffer.Drain;

    public Location Place => place;

    public MemoryCell Cell => cell;

    /// <summary>What was written, with everything around it if the place is a part.</summary>
    public object? Value { get; set; }

    /// <summary>What its thread knew then, of a volatile write: who reads what it wrote comes after all that.</summary>
    public VectorClock Published;

    /// <summary>What its thread knew then, of every write.</summary>
    public VectorClock Clock;

    public Operation Flush => new(OperationKind.Flush, this, IsWrite: true, site);
}
