using Workbook.Explorer.Scheduling;
using Workbook.Explorer.WeakMemory;
using Platform = System.Threading.Thread;

namespace Workbook.Explorer.Controlled;

// What the calling thread asks for itself.
public sealed partial class Thread
{
    [ThreadStatic] private static Thread? _outside; // of a thread that no execution runs

    /// <inheritdoc cref="Platform.CurrentThread"/>
    public static Thread CurrentThread => Execution.Current is null
        ? _outside ??= new Thread(Primitive.Self)
        : (Thread)(Execution.Self.Handle ??= new Thread(Execution.Self));

    /// <summary>Lets the others go first, and so much virtual time pass. How far they get meanwhile is the explorer's
    /// choice.</summary>
    public static void Sleep(int millisecondsTimeout)
    {
        Milliseconds.Checked(millisecondsTimeout);
        if (Execution.Current is not { } execution) Platform.Sleep(millisecondsTimeout);
        else if (millisecondsTimeout == 0) Yield();
        else execution.Perform(new Operation(OperationKind.Sleep, Execution.Self, IsWrite: false,
            CanTimeOut: millisecondsTimeout > 0, Timeout: millisecondsTimeout));
        Primitive.Self.ThrowIfInterrupted();
    }

    /// <inheritdoc cref="Sleep(int)"/>
    public static void Sleep(TimeSpan timeout) => Sleep(Milliseconds.Of(timeout));

    /// <summary>Lets the others go first.</summary>
    public static bool Yield()
    {
        Execution.Current?.Perform(new Operation(OperationKind.Yield, Execution.Self, IsWrite: false));
        return true;
    }

    /// <summary>Lets the others go first.</summary>
    public static void SpinWait(int iterations) => Yield();

    /// <summary>A full fence. Interleavings have it after every step.</summary>
    public static void MemoryBarrier() => StoreBuffers.Fence();

    /// <summary>Always 0: all run on one core.</summary>
    public static int GetCurrentProcessorId() => 0;

    /// <inheritdoc cref="Platform.AllocateDataSlot"/>
    public static LocalDataStoreSlot AllocateDataSlot() => Platform.AllocateDataSlot();

    /// <inheritdoc cref="Platform.GetData"/>
    public static object? GetData(LocalDataStoreSlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        return Primitive.Self.Slots.GetValueOrDefault(slot);
    }

    /// <inheritdoc cref="Platform.SetData"/>
    public static void SetData(LocalDataStoreSlot slot, object? data)
    {
        ArgumentNullException.ThrowIfNull(slot);
        Primitive.Self.Slots[slot] = data;
    }

    /// <inheritdoc cref="Platform.BeginCriticalRegion"/>
    public static void BeginCriticalRegion() { }

    /// <inheritdoc cref="Platform.EndCriticalRegion"/>
    public static void EndCriticalRegion() { }

    /// <inheritdoc cref="Platform.BeginThreadAffinity"/>
    public static void BeginThreadAffinity() { }

    /// <inheritdoc cref="Platform.EndThreadAffinity"/>
    public static void EndThreadAffinity() { }
}
