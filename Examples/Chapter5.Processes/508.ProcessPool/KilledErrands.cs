using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>Errands for a pool that tells nobody when one begins: who is to be killed does it with his own hand.</summary>
public sealed class KilledErrands : IJob<Errand, Receipt>
{
    public static Receipt Run(Errand errand)
    {
        if (errand.Fate == Fate.IsKilled) Signals.TrySend(Environment.ProcessId, Signal.SIGKILL);
        return Errands.Run(errand);
    }
}
