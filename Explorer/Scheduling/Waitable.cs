namespace Workbook.Explorer.Scheduling;

/// <summary>What a wait handle may stand for: an event, a semaphore, a mutex.</summary>
/// <param name="name">As the timeline calls it.</param>
/// <param name="platform">The type that it stands for.</param>
internal abstract class Waitable(string name, Type platform) : Primitive(name, platform)
{
    /// <summary>Whether a wait that goes through changes something, so that the order of two waits matters.</summary>
    public abstract bool IsTaken { get; }

    /// <summary>Whether the thread could go through now.</summary>
    public abstract bool CanTake(ControlledThread thread);

    /// <summary>What a wait does when it goes through.</summary>
    public virtual void Take(ControlledThread self) => self.Clock.Join(Released);

    /// <summary>Whether whoever had it last ended without giving it back. Asked once, after <see cref="Take"/>.</summary>
    public virtual bool WasAbandoned() => false;

    /// <summary>What <see cref="Controlled.WaitHandle.SignalAndWait(Controlled.WaitHandle, Controlled.WaitHandle)"/> does to
    /// the first.</summary>
    /// <exception cref="InvalidOperationException">Nobody can signal it.</exception>
    public abstract void Give();

    /// <summary>Goes through, waiting until it can.</summary>
    /// <returns>False: the time was up, or it was not to wait and could not go through.</returns>
    public bool Wait(Limit limit, bool isHandle = false)
    {
        if (!Block(OperationKind.Wait, IsTaken, limit, isHandle)) return InVain();
        Take(Self);
        return true;
    }

    protected sealed override bool CanGo(ControlledThread thread) => CanTake(thread);
}
