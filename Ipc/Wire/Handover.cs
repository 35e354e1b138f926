using System.Runtime.InteropServices;

namespace Workbook.Ipc.Wire;

/// <summary>The descriptors that go along with one message, in order; bytes cannot carry them.</summary>
/// <remarks>For one thread. The sender's stay the sender's: what travels is a duplicate.</remarks>
public sealed class Handover
{
    private List<SafeHandle>? _descriptors; // null: none, as nearly always
    private bool[] _taken = []; // by number; what lies beyond its end is not taken

    /// <summary>Adds one to those that travel, and returns its number in the message.</summary>
    public int Give(SafeHandle descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        (_descriptors ??= []).Add(descriptor);
        return _descriptors.Count - 1;
    }

    /// <summary>The one with that number; it is the receiver's from now on.</summary>
    /// <exception cref="InvalidDataException">None with that number has come along.</exception>
    public SafeHandle Take(int number)
    {
        if (_descriptors is null || (uint)number >= (uint)_descriptors.Count)
            throw new InvalidDataException($"Descriptor {number} of a ticket has not come along; {Descriptors.Count} have.");
        if (number >= _taken.Length) Array.Resize(ref _taken, _descriptors.Count);
        _taken[number] = true;
        return _descriptors[number];
    }

    /// <summary>Closes those that came and that nobody has taken.</summary>
    internal void CloseUntaken()
    {
        for (var i = 0; i < _descriptors?.Count; i++)
            if (i >= _taken.Length || !_taken[i]) _descriptors[i].Dispose();
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _descriptors is null;

    /// <summary>All of them, by number.</summary>
    public IReadOnlyList<SafeHandle> Descriptors => _descriptors ?? (IReadOnlyList<SafeHandle>)[];
}
