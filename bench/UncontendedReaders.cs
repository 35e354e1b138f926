using BenchmarkDotNet.Attributes;
using Workbook.Concurrency.Locks;

namespace Bench;

/// <summary>One reader in and out. Wanted: at least 1.5x faster than ReaderWriterLockSlim, so a ratio of at most 0.67.</summary>
public class UncontendedReaders
{
    private readonly ReaderWriterLockSlim _slim = new();
    private readonly ReaderPreferenceLock _preference = new();
    private readonly FairReadersWriterLock _fair = new();
    private readonly SequenceLock _sequence = new();

    [Benchmark(Baseline = true)]
    public void ReaderWriterLockSlim() { _slim.EnterReadLock(); _slim.ExitReadLock(); }

    [Benchmark]
    public void ReaderPreferenceLock() { _preference.AcquireRead(); _preference.ReleaseRead(); }

    [Benchmark]
    public void FairReadersWriterLock() { _fair.AcquireRead(); _fair.ReleaseRead(); }

    [Benchmark]
    public bool SequenceLock() { var stamp = _sequence.BeginRead(); return _sequence.Validate(stamp); }
}
