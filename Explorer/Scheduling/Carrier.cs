// Creating and joining a thread of the system takes 150 us, more than a whole execution. So a thread, once made, carries one controlled
// thread after another:
//
//      idle, waits at its gate ---- given a body ----> runs it, waiting at its gate whenever another has the baton ----> idle

namespace Workbook.Explorer.Scheduling;

/// <summary>A thread of the system that runs controlled threads, one after the other.</summary>
internal sealed class Carrier
{
    private Action? _body;

    public Carrier(int core)
    {
        var thread = new Thread(() => Run(core), maxStackSize: 1 << 20) { Name = "explored", IsBackground = true };
        thread.Start();
    }

    /// <summary>Opened by whoever gives it the baton.</summary>
    public Gate Gate { get; } = new();

    /// <summary>What it will run once its gate is opened; null: it ends.</summary>
    public void Carry(Action? body) => _body = body;

    private void Run(int core)
    {
        Pinning.To(core);
        while (true)
        {
            Gate.Wait();
            if (_body is null) return;
            _body();
        }
    }
}
