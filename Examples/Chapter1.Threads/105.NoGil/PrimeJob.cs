// Large numbers take longer to test than small ones, so whoever got the last quarter would be the last to end. Blocks of
// 1,000 numbers are dealt out like cards instead; two parts and a serial fifth:
//
//      block    0       1 2 3 4     5       6 7 8 9     10 ...
//               serial  0 1 0 1     serial  0 1 0 1     serial

using System.Runtime.CompilerServices;

namespace Workbook.Examples.Threads.NoGil;

/// <summary>Counts the primes below a limit by trial division: a job that needs a core all the time, and no memory.</summary>
/// <param name="Limit">How far to count.</param>
/// <param name="SerialPercent">How much of it may not be split, 0 to 100.</param>
public sealed record PrimeJob(int Limit, int SerialPercent) : IJob
{
    private const int Block = 1_000;

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public long DoSerialPart(CancellationToken cancel) => Count(IsSerial, cancel);

    /// <inheritdoc/>
    public long DoPart(int part, int parts, CancellationToken cancel)
    {
        var dealt = 0;
        return Count(block => !IsSerial(block) && dealt++ % parts == part, cancel);
    }

    // Spread evenly over all blocks: block b is serial when b + 1 blocks owe one more serial block than b did.
    private bool IsSerial(int block) => (long)(block + 1) * SerialPercent / 100 > (long)block * SerialPercent / 100;

    private long Count(Func<int, bool> isMine, CancellationToken cancel)
    {
        var count = 0L;
        for (var block = 0; (long)block * Block < Limit; block++)
        {
            if (!isMine(block)) continue;
            cancel.ThrowIfCancellationRequested();
            count += CountPrimes(block * Block, (int)Math.Min((block + 1L) * Block, Limit)); // [count]
        }
        return count;
    }

    // Compiled for speed at the first call. Otherwise the first way of running the job would pay for the compiler, and each
    // child process again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountPrimes(int from, int to)
    {
        var count = 0;
        for (var candidate = Math.Max(2, from); candidate < to; candidate++)
        {
            var divisor = 2;
            while ((long)divisor * divisor <= candidate && candidate % divisor != 0) divisor++;
            if ((long)divisor * divisor > candidate) count++;
        }
        return count;
    }
}
