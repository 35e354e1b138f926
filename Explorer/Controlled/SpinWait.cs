using Workbook.Explorer.Scheduling;
using Platform = System.Threading.SpinWait;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer: every round lets others go first.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public struct SpinWait
{
    // As the platform's, on a machine of several cores.
    private const int YieldThreshold = 10, Sleep0Every = 5, Sleep1Threshold = 20;

    /// <inheritdoc cref="Platform.Count"/>
    public int Count { get; private set; }

    /// <inheritdoc cref="Platform.NextSpinWillYield"/>
    public readonly bool NextSpinWillYield => Count >= YieldThreshold;

    /// <inheritdoc cref="Platform.SpinOnce()"/>
    public void SpinOnce() => Spin(Sleep1Threshold);

    /// <inheritdoc cref="Platform.SpinOnce(int)"/>
    public void SpinOnce(int sleep1Threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sleep1Threshold, -1);
        Spin(sleep1Threshold is >= 0 and < YieldThreshold ? YieldThreshold : sleep1Threshold);
    }

    /// <inheritdoc cref="Platform.Reset"/>
    public void Reset() => Count = 0;

    /// <inheritdoc cref="Platform.SpinUntil(Func{bool})"/>
    public static void SpinUntil(Func<bool> condition) => SpinUntil(condition, -1);

    /// <inheritdoc cref="Platform.SpinUntil(Func{bool}, TimeSpan)"/>
    public static bool SpinUntil(Func<bool> condition, TimeSpan timeout) => SpinUntil(condition, Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.SpinUntil(Func{bool}, int)"/>
    /// <remarks>Its time may be up whenever no other thread has done a step since the condition was looked at.</remarks>
    public static bool SpinUntil(Func<bool> condition, int millisecondsTimeout)
    {
        Milliseconds.Checked(millisecondsTimeout);
        ArgumentNullException.ThrowIfNull(condition);
        var site = Primitive.Self.Site;
        while (!condition())
        {
            if (millisecondsTimeout == 0 || (millisecondsTimeout > 0 && !Rounds.Next(millisecondsTimeout))) return false;
            if (millisecondsTimeout < 0) Round(site);
        }
        return true;
    }

    // A round that was in vain is worth another once something is changed that the condition has read.
    private static void Round(int site)
    {
        if (Execution.Current is { } execution && Execution.Self is var self
            && self.Loops.Round(site, self) > 0 && self.Loops.Reads() is { } reads)
        {
            execution.Perform(new Operation(OperationKind.Spin, execution.Number(reads), IsWrite: false, site));
        }
        else Thread.Yield();
        Primitive.Self.ThrowIfInterrupted();
    }

    private void Spin(int sleep1Threshold)
    {
        Thread.Yield();
        if (Sleeps(sleep1Threshold)) Primitive.Self.ThrowIfInterrupted();
        Count = Count == int.MaxValue ? YieldThreshold : Count + 1;
    }

    private readonly bool Sleeps(int sleep1Threshold) => Count >= YieldThreshold
        && ((sleep1Threshold >= 0 && Count >= sleep1Threshold) || (Count - YieldThreshold) / 2 % Sleep0Every == Sleep0Every - 1);
}
