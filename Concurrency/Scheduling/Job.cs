using System.Collections.Immutable;

namespace Workbook.Concurrency.Scheduling;

/// <summary>What a simulated process asks for: bursts on the CPU, with waits for input or output between them.</summary>
/// <remarks>Immutable; equal when name, arrival and phases are. As text: <c>B:1:2,6,3</c>, see <see cref="JobText"/>.</remarks>
public sealed record Job
{
    /// <summary><c>new Job("B", 1, 2, 6, 3)</c> arrives at tick 1: CPU for 2 ticks, a device for 6, CPU for 3.</summary>
    /// <param name="name">Tells the job from the others; no white space and no colon.</param>
    /// <param name="arrival">The tick from which it may run, 0 or more.</param>
    /// <param name="phases">Ticks, each at least 1: CPU, then I/O and CPU in turn. The last is CPU: their number is odd.</param>
    public Job(string name, int arrival, params IReadOnlyList<int> phases)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(phases);
        ArgumentOutOfRangeException.ThrowIfNegative(arrival);
        if (name.Any(c => char.IsWhiteSpace(c) || c == ':'))
            throw new ArgumentException($"'{name}' has white space or a colon in it; use letters and digits.", nameof(name));
        if (phases.Count % 2 == 0)
            throw new ArgumentException("Give an odd number of phases: CPU, or CPU, I/O, CPU, and so on.", nameof(phases));
        foreach (var ticks in phases) ArgumentOutOfRangeException.ThrowIfLessThan(ticks, 1, nameof(phases));

        Name = name;
        Arrival = arrival;
        Phases = [.. phases];
    }

    /// <summary>Tells the job from the others.</summary>
    public string Name { get; }

    /// <summary>The tick from which it may run.</summary>
    public int Arrival { get; }

    /// <summary>Ticks of CPU, I/O, CPU, ..., CPU.</summary>
    public ImmutableArray<int> Phases { get; }

    /// <summary>The ticks that it needs on the CPU, all bursts together.</summary>
    public long CpuTicks => Phases.Where((_, index) => index % 2 == 0).Sum(ticks => (long)ticks);

    /// <summary>The ticks that it waits for input and output, all waits together.</summary>
    public long IoTicks => Phases.Where((_, index) => index % 2 == 1).Sum(ticks => (long)ticks);

    /// <summary>Same name, arrival and phases. What the compiler would generate compares the arrays by reference.</summary>
    public bool Equals(Job? other) =>
        other is not null && Name == other.Name && Arrival == other.Arrival && Phases.SequenceEqual(other.Phases);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Arrival, Phases.Length);

    /// <summary>The job as <see cref="JobText"/> reads it.</summary>
    public override string ToString() => $"{Name}:{Arrival}:{string.Join(',', Phases)}";
}
