namespace Workbook.Concurrency.Events;

/// <summary>A kind of event of one loop; see <see cref="EventType{T}"/>.</summary>
public abstract class EventType
{
    private protected EventType(EventLoop loop, string name) => (Loop, Name) = (loop, name);

    /// <summary>The name that was given to <see cref="EventLoop.Define{T}"/>.</summary>
    public string Name { get; }

    internal EventLoop Loop { get; }

    /// <summary>What was posted becomes the batch. The loop's mutex is held, and the last batch has ended.</summary>
    internal abstract void Swap();

    /// <summary>Calls the handlers for the next event of the batch. On the loop's thread, without the mutex.</summary>
    internal abstract void DispatchNext();

    /// <summary>Forgets the batch, dispatched or not. On the loop's thread.</summary>
    internal abstract void EndBatch();

    /// <summary>Forgets what was posted. The loop's mutex is held.</summary>
    internal abstract void DropPosted();
}
