using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>A generator that is not safe for threads, as the platform's: each draw changes its state, and the race detector
/// knows.</summary>
/// <param name="numbers">Where the numbers come from.</param>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class ExploredRandom(Random numbers) : Random
{
    private Random Numbers
    {
        get
        {
            if (Execution.Current is not null) Marks.Write(this, FieldMap.RandomState, Execution.Self.Site);
            return numbers;
        }
    }

    public override int Next() => Numbers.Next();

    public override int Next(int maxValue) => Numbers.Next(maxValue);

    public override int Next(int minValue, int maxValue) => Numbers.Next(minValue, maxValue);

    public override long NextInt64() => Numbers.NextInt64();

    public override long NextInt64(long maxValue) => Numbers.NextInt64(maxValue);

    public override long NextInt64(long minValue, long maxValue) => Numbers.NextInt64(minValue, maxValue);

    public override float NextSingle() => Numbers.NextSingle();

    public override double NextDouble() => Numbers.NextDouble();

    public override void NextBytes(byte[] buffer) => Numbers.NextBytes(buffer);

    public override void NextBytes(Span<byte> buffer) => Numbers.NextBytes(buffer);

    protected override double Sample() => Numbers.NextDouble();
}
