// Most places are read and written as a whole: a field, an element. One that is a struct may also be used in parts:
//
//      account.size           [ width | height ]         whole: both      offset 0, 4 bytes: width      offset 4, 4 bytes: height
//
// Writing the width does not race with writing the height, but with copying the size. So each part that was used is a location
// too, and an access is compared with all that overlap. As a scheduling point and as what steps are done on, there is only the
// whole.

using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Races;

/// <summary>A place in shared memory: a field of one object, a static field, an element of one array, or a part of such a
/// place.</summary>
/// <param name="key">What it is of all objects: the number of the field. Places that were seen to race become scheduling points
/// by key.</param>
/// <param name="name">As the timeline calls it, from slot and key: <c>Account.balance</c>. Asked when something is told.</param>
/// <param name="owner">The object or array that it lies in; null for a static field.</param>
/// <param name="slot">Its number in the owner: of the element, or of the field.</param>
internal sealed class Location(int key, Func<nint, int, string> name, object? owner, nint slot) : Resource
{
    private Location? _whole;
    private int _offset, _size; // of a part, in bytes; of a whole the size is known once its address was taken

    public object? Owner { get; } = owner;

    public nint Slot { get; } = slot;

    public int Key { get; } = key;

    public override string Name => name(Slot, Key);

    /// <summary>Whether accesses to it are scheduling points in this execution.</summary>
    public bool IsPoint { get; init; }

    /// <summary>What it is a part of; itself, if of nothing.</summary>
    public Location Whole => _whole ?? this;

    /// <summary>Those that were used; null: none.</summary>
    public List<Location>? Pieces { get; private set; }

    /// <summary>The last write, and the atomic ones before it that it does not come after: of each thread at most one plain one
    /// and one atomic one, and the same holds for <see cref="Reads"/>.</summary>
    public List<Access> Writes { get; } = [];

    /// <summary>The reads since that write, and the atomic ones before it that it does not come after.</summary>
    public List<Access> Reads { get; } = [];

    /// <summary>Of a part, how many bytes of the whole lie before it.</summary>
    public int Offset => _offset;

    /// <summary>Of a part, how many bytes it has.</summary>
    public int Size => _size;

    /// <summary>How large it is, in bytes, once somebody knows.</summary>
    public void IsOf(int size) => _size = size;

    /// <summary>So many bytes of it, from an offset on.</summary>
    public Location Part(int offset, int size)
    {
        if (offset == 0 && (size >= _size || _size == 0)) return this;
        foreach (var piece in Pieces ??= [])
        {
            if (piece._offset == offset && piece._size == size) return piece;
        }
        var made = new Location(Key, name, Owner, Slot) { IsPoint = IsPoint, _whole = this, _offset = offset, _size = size };
        Pieces.Add(made);
        return made;
    }

    /// <summary>Whether two parts of the same whole have bytes in common.</summary>
    public bool Shares(Location other) => _offset < other._offset + other._size && other._offset < _offset + _size;
}
