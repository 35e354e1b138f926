// Creating and joining a thread of the system takes 150 us, more than a whole execution. So a thread, once made, carries one
// controlled thread after another:
//
//      idle, waits at its gate ---- given a body ----> runs it, waiting at its gate whenever another has the baton ----> idle

using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Scheduling;

/// <summary>A thread of the system that runs controlled threads, one after the other.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class Carrier
{
    // More than the 1.5 MB that a thread has by default: marked code needs somewhat more of it than the code that was compiled.
    private const int StackSize = 4 << 20;

    private readonly Thread _thread;
    private readonly int _core;

    // What it will do next, written by whoever has the baton before the gate is opened. The gate orders it before the carrier's
    // reads.
    private Execution? _execution;
    private ControlledThread? _carried;

    /// <param name="core">Where it runs; -1: anywhere.</param>
    /// <param name="portable">Whether its gate is to do without futexes.</param>
    public Carrier(int core, bool portable)
    {
        _core = core;
        Gate = new Gate(portable);
        _thread = new Thread(Run, StackSize) { Name = "explored", IsBackground = true };
        _thread.UnsafeStart(); // with nothing of its maker's context
    }

    /// <summary>Opened by whoever gives it the baton.</summary>
    public Gate Gate { get; }

    /// <summary>Says what it will run once its gate is opened.</summary>
    public void Carry(Execution execution, ControlledThread thread) => (_execution, _carried) = (execution, thread);

    /// <summary>Ends it. It carries nothing.</summary>
    public void End()
    {
        _carried = null;
        Gate.Open();
        _thread.Join(); // it has nothing left to do but to return
        Gate.Free();
    }

    private void Run()
    {
        using var onOneCore = new Pinning(_core);
        do Gate.Wait();
        while (RunCarried());
    }

    // A method of its own, so that the stack of an idle carrier refers to nothing of the test, which is to be unloaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunCarried()
    {
        if (_carried is not { } thread) return false;
        var execution = _execution!;
        (_execution, _carried) = (null, null);
        Flow.Clear();
        execution.RunThread(thread);
        return true;
    }
}
