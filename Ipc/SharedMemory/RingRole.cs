using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.SharedMemory;

/// <summary>Who is the producer, or the consumer, of a ring: a word in its region.</summary>
/// <remarks>
/// <code>
///      0         nobody yet
///      1         somebody was, and has left
///      other     the mark of the process that is: see ThreadMark
/// </code>
/// Changed by compare-and-swap, so that of two processes that want the role one gets it.
/// </remarks>
internal sealed unsafe class RingRole(ulong* word, string name)
{
    private const ulong Nobody = 0, Left = 1;

    private bool _isMine;

    /// <summary>Takes the role, unless somebody alive has it.</summary>
    /// <exception cref="InvalidOperationException">Somebody has.</exception>
    public void Take()
    {
        if (_isMine) return;
        while (true)
        {
            var holder = Volatile.Read(ref *word);
            if (holder > Left && !ThreadMark.IsDead(holder))
                throw new InvalidOperationException(
                    $"The ring has a {name} already, process {ThreadMark.ThreadId(holder)}, and can have only one: " +
                    "it must leave first, or use a SharedMpmcRing.");
            if (Interlocked.CompareExchange(ref *word, ThreadMark.OfThisProcess, holder) != holder) continue;
            _isMine = true;
            return;
        }
    }

    /// <summary>Gives the role up, if this object has it.</summary>
    public bool Leave()
    {
        if (!_isMine) return false;
        _isMine = false;
        Volatile.Write(ref *word, Left); // after all that was done in the role; partner: HasLeft
        return true;
    }

    /// <summary>Whether whoever had the role has given it up. One read of memory.</summary>
    public bool HasLeft => Volatile.Read(ref *word) == Left;

    /// <summary>Whether whoever has the role was killed. A look into /proc, some 10 us.</summary>
    public bool HasDied => Volatile.Read(ref *word) is > Left and var holder && ThreadMark.IsDead(holder);

    public override string ToString() => Volatile.Read(ref *word) switch
    {
        Nobody => $"no {name} yet",
        Left => $"the {name} has left",
        var holder => $"{name}: process {ThreadMark.ThreadId(holder)}",
    };
}
