using System.Runtime.InteropServices;

namespace Workbook.Ipc.Wire;

/// <summary>The descriptors that go along with one message, in order; bytes cannot carry them.</summary>
/// <remarks>For one thread. The sender's stay the sender's: what travels is a duplicate.</remarks>
public sealed class Handover
{
    private List<SafeHandle>? _descriptors; // null: none, as nearly always

    /// <summary>Adds one to those that travel, and returns its number in the message.</summary>
    public int Give(SafeHandle descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        (_descriptors ??= []).Add(descriptor);
        return _descriptors.Count - 1;
    }

    /// <summary>The one with that number; it is the receiver's from now on.</summary>
    public SafeHandle Take(int number) =>
        _descriptors is { } all ? all[number] : throw new ArgumentOutOfRangeException(nameof(number), number, "None came along.");

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _descriptors is null;

    /// <summary>All of them, by number.</summary>
    public IReadOnlyList<SafeHandle> Descriptors => _descriptors ?? (IReadOnlyList<SafeHandle>)[];
}
