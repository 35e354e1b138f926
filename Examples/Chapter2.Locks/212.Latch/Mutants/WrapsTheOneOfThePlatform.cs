// fails: is built without latch, event, barrier or task
// CountdownEvent is a latch already: with it, nothing is left to be built.
namespace Workbook.Examples.Locks.Latches;

public sealed class FinishLine(int runners)
{
    private readonly CountdownEvent _countdown = new(runners);

    public int Count => _countdown.CurrentCount;

    public void CountDown() => _countdown.Signal();

    public void Wait(CancellationToken cancel = default) => _countdown.Wait(cancel);
}
