// Where a place lies that others are to see later than its thread. What is not found here is never delayed:
//
//      a field, static or not          by its name
//      an element of an array          by its number
//      a part of one of these          by its offset, if the struct that it is in holds no references
//
//      a place known by its address only, a platform's object as a whole      no

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Workbook.Explorer.Races;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.WeakMemory;

/// <summary>Finds places in the memory of one program.</summary>
/// <param name="program">Where its assemblies are loaded.</param>
internal sealed class MemoryCells(AssemblyLoadContext program)
{
    private readonly Dictionary<(Type?, int), FieldInfo?> _fields = []; // by the type of the owner and the key
    private readonly Dictionary<Type, bool> _hasReferences = [];

    /// <summary>The place as a whole; null: writes of it are not delayed.</summary>
    public MemoryCell? Of(Location place)
    {
        var whole = place.Whole;
        var (type, cell) = whole switch
        {
            { Key: < 0, Owner: Array array } when whole.Slot >= 0 && whole.Slot < array.LongLength =>
                (array.GetType().GetElementType()!, OfElement(whole, array)),
            { Key: > 0 } when FieldOf(whole) is { } field => (field.FieldType, OfField(whole, field)),
            _ => (typeof(object), null),
        };
        if (type.IsPointer || type.IsFunctionPointer) return null;
        return cell is not null && place != whole && (type.IsPrimitive || HasReferences(type)) ? null : cell;
    }

    private static MemoryCell OfField(Location whole, FieldInfo field)
    {
        var owner = whole.Owner is Type ? null : whole.Owner;
        return new MemoryCell(whole, () => field.GetValue(owner), value => field.SetValue(owner, value));
    }

    private static MemoryCell OfElement(Location whole, Array array)
    {
        var slot = (long)whole.Slot;
        if (array.Rank == 1)
        {
            slot += array.GetLowerBound(0);
            return new MemoryCell(whole, () => array.GetValue(slot), value => array.SetValue(value, slot));
        }
        var indices = new int[array.Rank];
        for (var dimension = array.Rank - 1; dimension >= 0; dimension--)
        {
            var length = array.GetLength(dimension);
            indices[dimension] = (int)(slot % length) + array.GetLowerBound(dimension);
            slot /= length;
        }
        return new MemoryCell(whole, () => array.GetValue(indices), value => array.SetValue(value, indices));
    }

    private FieldInfo? FieldOf(Location whole)
    {
        var type = whole.Owner as Type ?? whole.Owner?.GetType();
        if (!_fields.TryGetValue((type, whole.Key), out var field))
        {
            field = type is null ? Values.StaticField(whole.Key, program) : Values.FieldOf(type, whole.Key);
            _fields.Add((type, whole.Key), field);
        }
        return field;
    }

    private bool HasReferences(Type type)
    {
        if (!_hasReferences.TryGetValue(type, out var has))
        {
            var asks = typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!;
            has = (bool)asks.MakeGenericMethod(type).Invoke(null, null)!;
            _hasReferences.Add(type, has);
        }
        return has;
    }
}
