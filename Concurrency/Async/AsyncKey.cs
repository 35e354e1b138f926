// What a holder holds. The owner remembers which keys are out, by number; the key is nothing but that number:
//
//      AsyncKey                        owner
//      +-----------------------+       the lock: the number of the one key that is out, 0 for none
//      | owner                 | ----> readers, permits: a table of slots, each with the number that is out
//      | generation, slot      |
//      +-----------------------+       Dispose: does the owner still know this number? Then it is struck off, and only then
//                                      is anything released.
//
//   I1  A number is given out once. So a key that was disposed, and every copy of it, is worth nothing ever after.
//
// A class would have to be allocated for each hold: one object that is used again could not tell the dispose of its second
// holder from a repeated dispose of its first. A struct costs nothing, and the number tells them apart.

using System.Diagnostics;

namespace Workbook.Concurrency.Async;

/// <summary>A hold on an asynchronous lock, semaphore or monitor; disposing it releases.</summary>
/// <remarks>
/// <para>Any thread may dispose it. To dispose it again, or a copy of it, does nothing: it never releases somebody else's
/// hold. The default value holds nothing.</para>
/// <para>A struct, so that to take a free lock allocates nothing; kept as an <see cref="IDisposable"/> it is boxed. Code
/// that was written for Nito.AsyncEx and keeps a key in a <c>var</c> to set it to null, or writes <c>key?.Dispose()</c>, has to
/// declare it as <see cref="IDisposable"/>.</para>
/// </remarks>
[DebuggerDisplay("Generation = {Generation}, Slot = {Slot}")] // takes no lock
public readonly struct AsyncKey : IDisposable
{
    private readonly IKeyOwner? _owner;

    internal AsyncKey(IKeyOwner owner, long generation, int slot = 0)
    {
        _owner = owner;
        Generation = generation;
        Slot = slot;
    }

    internal long Generation { get; }

    internal int Slot { get; }

    internal bool HoldsNothing => _owner is null;

    /// <summary>Releases the hold, unless that has been done. Never blocks for long, and runs nobody's continuation.</summary>
    public void Dispose() => _owner?.Return(this);
}
