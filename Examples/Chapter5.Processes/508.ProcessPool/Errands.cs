using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>What the workers do; all of it runs in another process than the demo.</summary>
public sealed class Errands : IJob<Errand, Receipt>
{
    /// <summary>One errand.</summary>
    public static Receipt Run(Errand errand) // [errand]
    {
        if (errand.Fate == Fate.IsKilled) Thread.Sleep(Timeout.Infinite);
        Thread.Sleep(errand.Ms); // stands for work
        return errand.Fate == Fate.Throws
            ? throw new InvalidOperationException($"errand {errand.Number} was told to fail") // [throw]
            : new Receipt(errand.Number, errand.Number * errand.Number, Environment.ProcessId);
    }

    /// <summary>The process that runs this, and its parent.</summary>
    public static (int Id, int ParentId) WhoAmI() => (Environment.ProcessId, ChildProcess.Current!.ParentId);
}
