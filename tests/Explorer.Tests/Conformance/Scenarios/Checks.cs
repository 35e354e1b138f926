namespace Workbook.Explorer.Tests.Conformance.Scenarios;

/// <summary>Of two things that are wrong with a call, which is told.</summary>
public static class Checks
{
    private static readonly CancellationToken _canceled = new(true);
    private static readonly TimeSpan _tooLong = TimeSpan.FromDays(60), _negative = TimeSpan.FromMilliseconds(-2);

    public static string Of_a_semaphore()
    {
        SemaphoreSlim free = new(1), gone = new(1);
        gone.Dispose();
        return Seen.All(
            Seen.Of(() => free.Wait(_negative, _canceled)),
            Seen.Of(() => gone.Wait(_negative)),
            Seen.Of(() => gone.Wait(0, _canceled)),
            Seen.Of(() => gone.Release(0)),
            Seen.Of(() => free.Wait(0, _canceled)),
            free.CurrentCount);
    }

    public static string Of_an_event()
    {
        ManualResetEventSlim set = new(true), gone = new(true);
        gone.Dispose();
        return Seen.All(
            Seen.Of(() => set.Wait(-2)),
            Seen.Of(() => set.Wait(_negative, _canceled)),
            Seen.Of(() => set.Wait(_tooLong, _canceled)),
            Seen.Of(() => set.Wait(0, _canceled)),
            Seen.Of(() => set.Wait(-1, _canceled)),
            Seen.Of(() => gone.Wait(-2)),
            Seen.Of(() => gone.Wait(0, _canceled)),
            Seen.Of(() => gone.Reset()),
            Seen.Of(() => gone.WaitHandle));
    }

    public static string Of_a_countdown()
    {
        CountdownEvent zero = new(0), one = new(1), gone = new(1);
        gone.Dispose();
        return Seen.All(
            Seen.Of(() => zero.Wait(-2)),
            Seen.Of(() => zero.Wait(_negative, _canceled)),
            Seen.Of(() => zero.Wait(0, _canceled)),
            Seen.Of(() => one.Wait(_canceled)),
            Seen.Of(() => one.Wait(_tooLong)),
            Seen.Of(() => one.Signal(0)),
            Seen.Of(() => one.Signal(2)),
            Seen.Of(() => one.AddCount(-1)),
            Seen.Of(() => zero.TryAddCount(0)),
            Seen.Of(() => zero.TryAddCount()),
            Seen.Of(() => one.AddCount(int.MaxValue)),
            Seen.Of(() => one.Reset(-1)),
            Seen.Of(() => gone.Wait(-2)),
            Seen.Of(() => gone.Signal(0)),
            Seen.Of(() => gone.AddCount(-1)),
            Seen.Of(() => gone.Reset(-1)),
            one.CurrentCount);
    }

    public static string Of_a_barrier()
    {
        Barrier one = new(1), none = new(0), gone = new(1);
        gone.Dispose();
        return Seen.All(
            Seen.Of(() => one.SignalAndWait(-2)),
            Seen.Of(() => one.SignalAndWait(-2, _canceled)),
            Seen.Of(() => one.SignalAndWait(_negative, _canceled)),
            Seen.Of(() => one.SignalAndWait(_tooLong)),
            Seen.Of(() => one.SignalAndWait(_canceled)),
            Seen.Of(() => none.SignalAndWait()),
            Seen.Of(() => none.SignalAndWait(-2)),
            Seen.Of(() => one.AddParticipants(0)),
            Seen.Of(() => one.RemoveParticipants(2)),
            Seen.Of(() => gone.SignalAndWait(-2)),
            Seen.Of(() => gone.SignalAndWait(_canceled)),
            Seen.Of(() => gone.AddParticipants(0)),
            one.CurrentPhaseNumber);
    }

    public static string Of_a_handle()
    {
        AutoResetEvent set = new(true), gone = new(true);
        gone.Dispose();
        return Seen.All(
            Seen.Of(() => set.WaitOne(-2)),
            Seen.Of(() => set.WaitOne(_negative)),
            Seen.Of(() => set.WaitOne(_tooLong)),
            Seen.Of(() => gone.WaitOne(-2)),
            Seen.Of(() => WaitHandle.WaitAny([], -2)),
            Seen.Of(() => WaitHandle.WaitAny([gone], -2)),
            Seen.Of(() => WaitHandle.WaitAny([set, null!], -2)),
            Seen.Of(() => WaitHandle.WaitAll([set, set])),
            Seen.Of(() => WaitHandle.SignalAndWait(null!, set)),
            Seen.Of(() => WaitHandle.SignalAndWait(set, null!)),
            Seen.Of(() => WaitHandle.SignalAndWait(set, gone)),
            Seen.Of(() => WaitHandle.SignalAndWait(gone, set)),
            Seen.Of(() => WaitHandle.SignalAndWait(set, gone, -2, false)),
            set.WaitOne(0));
    }

    public static string Of_a_thread()
    {
        Thread fresh = new(() => { }), done = new(() => { });
        done.Start();
        done.Join();
        return Seen.All(
            Seen.Of(() => fresh.Join(-2)),
            Seen.Of(() => fresh.Join(0)),
            Seen.Of(() => fresh.Join(_tooLong)),
            Seen.Of(() => fresh.Start(1)),
            Seen.Of(() => done.Join(-2)),
            Seen.Of(() => done.Join(_negative)),
            Seen.Of(() => done.Start()),
            Seen.Of(() => done.Start(1)),
            Seen.Of(() => done.Interrupt()),
            Seen.Of(() => done.IsBackground = true),
            Seen.Of(() => done.Priority),
            Seen.Of(() => Thread.Sleep(-2)),
            Seen.Of(() => Thread.Sleep(_tooLong)),
            Seen.Of(() => new Thread((ThreadStart)null!, -1)),
            Seen.Of(() => new Thread(() => { }, -1)));
    }

    public static string Of_a_monitor()
    {
        object gate = new();
        var taken = true;
        return Seen.All(
            Seen.Of(() => Monitor.TryEnter(gate, _tooLong)),
            Seen.Of(() => Monitor.Enter(null!, ref taken)),
            Seen.Of(() => Monitor.Enter(gate, ref taken)),
            Seen.Of(() => Monitor.TryEnter(gate, -2, ref taken)),
            Seen.Of(() => Monitor.Wait(gate, -2)),
            Seen.Of(() => Monitor.Wait(gate, _tooLong)),
            Seen.Of(() => Monitor.Wait(gate, 0)),
            Monitor.IsEntered(gate));
    }

    public static string Of_spinning() => Seen.All(
        Seen.Of(() => SpinWait.SpinUntil(null!, -2)),
        Seen.Of(() => SpinWait.SpinUntil(() => true, -2)),
        Seen.Of(() => SpinWait.SpinUntil(null!, _tooLong)),
        Seen.Of(() => SpinWait.SpinUntil(() => false, 0)));

    public static string Of_a_source()
    {
        CancellationTokenSource live = new(), gone = new();
        gone.Dispose();
        return Seen.All(
            Seen.Of(() => live.CancelAfter(-2)),
            Seen.Of(() => live.CancelAfter(_tooLong)),
            Seen.Of(() => gone.CancelAfter(-2)),
            Seen.Of(() => gone.CancelAfter(_tooLong)),
            Seen.Of(() => gone.TryReset()),
            Seen.Of(() => CancellationTokenSource.CreateLinkedTokenSource(null!)),
            Seen.Of(() => live.Token.Register(null!)));
    }
}
