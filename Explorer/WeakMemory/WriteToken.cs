using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.WeakMemory;

/// <summary>What a write into a store buffer is done on: nobody does anything else on it, until it reaches memory.</summary>
/// <param name="place">Where it goes.</param>
internal sealed class WriteToken(Location place) : Resource
{
    public override string Name => place.Whole.Name;

    public override Resource Subject => place.Whole;
}
