namespace Workbook.Explorer.Controlled;

/// <summary>What <see cref="Random.Shared"/> is under the explorer: safe for threads, since each draws from a stream of its
/// own.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal sealed class SharedRandom : Random
{
    public override int Next() => Chance.Stream.Next();

    public override int Next(int maxValue) => Chance.Stream.Next(maxValue);

    public override int Next(int minValue, int maxValue) => Chance.Stream.Next(minValue, maxValue);

    public override long NextInt64() => Chance.Stream.NextInt64();

    public override long NextInt64(long maxValue) => Chance.Stream.NextInt64(maxValue);

    public override long NextInt64(long minValue, long maxValue) => Chance.Stream.NextInt64(minValue, maxValue);

    public override float NextSingle() => Chance.Stream.NextSingle();

    public override double NextDouble() => Chance.Stream.NextDouble();

    public override void NextBytes(byte[] buffer) => Chance.Stream.NextBytes(buffer);

    public override void NextBytes(Span<byte> buffer) => Chance.Stream.NextBytes(buffer);

    protected override double Sample() => Chance.Stream.NextDouble();
}
