using System.Runtime.InteropServices;

namespace Workbook.Ipc.Wire;

/// <summary>The descriptors that go along with one message, in order; bytes cannot carry them.</summary>
/// <remarks>For one thread. The sender's stay the sender's: what travels is a duplicate.</remarks>
public sealed class Handover
{
    private readonly List<SafeHandle> _descriptors = [];

    /// <summary>Adds one to those that travel, and returns its number in the message.</summary>
    public int Give(SafeHandle descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        _descriptors.Add(descriptor);
        return _descriptors.Count - 1;
    }

    /// <summary>The one with that number; it is the receiver's from now on.</summary>
    public SafeHandle Take(int number) => _descriptors[number];

    /// <summary>All of them, by number.</summary>
    public IReadOnlyList<SafeHandle> Descriptors => _descriptors;
}
