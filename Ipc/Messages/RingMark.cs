// How far an end of the ring has come, in one word, so that one store moves both numbers on, or, if the process dies, neither:
//
//      63                    32 31                      0
//     +------------------------+-------------------------+
//     |   messages put/taken   |   units written/freed   |
//     +------------------------+-------------------------+
//
// Both count on for ever, modulo 2^32; only differences mean anything, and no difference comes near 2^32.

using System.Diagnostics;

namespace Workbook.Ipc.Messages;

/// <summary>A place in the endless row of messages: where the ring's producers, or its consumers, are.</summary>
[DebuggerDisplay("message {Messages}, unit {Units}")]
internal readonly record struct RingMark(ulong Word)
{
    /// <summary>8-byte units passed so far, modulo 2^32.</summary>
    public uint Units => (uint)Word;

    /// <summary>Messages passed so far, modulo 2^32.</summary>
    public uint Messages => (uint)(Word >> 32);

    /// <summary>The place behind one more message, which takes so many units.</summary>
    public RingMark Past(uint units) => new(((ulong)(Messages + 1) << 32) | (Units + units));
}
