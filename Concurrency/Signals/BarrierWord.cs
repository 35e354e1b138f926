namespace Workbook.Concurrency.Signals;

/// <summary>The state of a <see cref="CyclicBarrier"/> in one word, so that arriving is one atomic instruction.</summary>
/// <remarks><code>
///      bits     63 .. 18        17         16        15 .. 0
///           +-------------+---------+-----------+-----------+
///           |    Phase    | broken  | sleepers  |  Arrived  |
///           +-------------+---------+-----------+-----------+
///
///      Arrived is less than the parties    open: threads arrive, or give up
///      Arrived equals the parties          complete: atPhaseEnd runs; nobody can arrive or give up
///      broken, Arrived is 0                final
/// </code></remarks>
internal readonly record struct BarrierWord(long Bits)
{
    public const int MostArrived = 0xFFFF;
    private const long Sleepers = 1 << 16, Broken = 1 << 17;
    private const int PhaseShift = 18;

    public static BarrierWord StartOf(long phase) => new(phase << PhaseShift);

    public long Phase => Bits >> PhaseShift;

    public int Arrived => (int)(Bits & MostArrived);

    /// <summary>Somebody may be asleep, so whoever ends the phase must go through the mutex and wake him.</summary>
    public bool HasSleepers => (Bits & Sleepers) != 0;

    public bool IsBroken => (Bits & Broken) != 0;

    public BarrierWord OneMore => new(Bits + 1);

    public BarrierWord WithSleepers => new(Bits | Sleepers);

    public BarrierWord NextPhase => StartOf(Phase + 1);

    public BarrierWord AsBroken => new(StartOf(Phase).Bits | Broken);

    public bool IsOpen(long phase) => Phase == phase && !IsBroken;
}
