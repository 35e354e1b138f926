// What happens once a time is up, such as CancelAfter, is done by a thread of its own, in the background:
//
//      set      ---- its time is up: at any moment ---->      rung: does what it was set for
//           ---- called off, before it rang      ---->        off: ends
//
// So it may come at any moment, and be in the middle of what it does while others move, as on the platform's pool.

namespace Workbook.Explorer.Scheduling;

/// <summary>Does something after a time, on a controlled thread.</summary>
internal sealed class Alarm : Resource
{
    /// <summary>The name of one that rings for a Task.Delay.</summary>
    public const string Delay = "delay";

    private bool _isOff, _hasRung;

    private Alarm(string name) => Name = name;

    public override string Name { get; }

    /// <summary>Whether it rings for a Task.Delay.</summary>
    public bool IsDelay { get; private init; }

    public override string ToString() => Name;

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        operation.Kind != OperationKind.Wait || _isOff;

    /// <summary>A new one, which will ring.</summary>
    /// <param name="execution">The caller's.</param>
    /// <param name="name">Of what rings, and of its thread.</param>
    /// <param name="milliseconds">After how much virtual time.</param>
    /// <param name="ring">What is to be done.</param>
    public static Alarm Set(Execution execution, string name, long milliseconds, Action ring)
    {
        var alarm = execution.Number(new Alarm(name) { IsDelay = name == Delay });
        var thread = execution.Create(name, () => alarm.Run(milliseconds, ring));
        thread.NamedAfter = alarm;
        thread.IsBackground = true;
        execution.Perform(new Operation(OperationKind.Spawn, thread, IsWrite: true));
        var self = Execution.Self;
        thread.Clock.Join(self.Clock);
        thread.Clock.Tick(thread.Index);
        self.Clock.Tick(self.Index);
        execution.Launch(thread);
        return alarm;
    }

    /// <summary>It is not to ring.</summary>
    /// <returns>False: it has rung.</returns>
    public bool CallOff(Execution execution)
    {
        execution.Perform(new Operation(OperationKind.Signal, this, IsWrite: true));
        _isOff = true;
        return !_hasRung;
    }

    private void Run(long milliseconds, Action ring)
    {
        Execution.Current!.Perform(new Operation(OperationKind.Wait, this, IsWrite: true, CanTimeOut: true,
            Timeout: Math.Max(1, milliseconds)));
        if (_isOff) return;
        _hasRung = true;
        ring();
    }
}
