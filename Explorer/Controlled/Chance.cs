// Chance is made of the exploration's seed, the thread, and how often the thread has drawn:
//
//      seed 1      main       drawing 0.52, 0.11, ...
//                  thread 1   drawing 0.97, 0.34, ...        whatever main draws meanwhile
//
// So a thread draws the same numbers in every interleaving. Another seed gives others: what depends on chance is tried once a
// seed.

using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Controlled;

/// <summary>Random numbers under the explorer, the same in every execution.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class Chance
{
    [ThreadStatic] private static Random? _outside;

    /// <summary>Safe for threads.</summary>
    [Replaces(typeof(Random), nameof(Random.Shared))]
    public static Random Shared { get; } = new SharedRandom();

    /// <summary>The calling thread's numbers; outside of an execution, in static constructors, those of no thread and no
    /// seed.</summary>
    internal static Random Stream => Execution.Current is { } execution
        ? Execution.Self.Chance ??= Seeded(execution.Seed, Execution.Self.Index)
        : _outside ??= Seeded(0, -1);

    /// <summary>A generator that is seeded by chance.</summary>
    [Replaces(typeof(Random), ".ctor")]
    public static Random New() => new ExploredRandom(new Random(Stream.Next()));

    /// <summary>A generator with a seed: the platform's numbers for it.</summary>
    [Replaces(typeof(Random), ".ctor")]
    public static Random New(int Seed) => new ExploredRandom(new Random(Seed));

    /// <summary>An identifier that is unique within the execution, and the same in each.</summary>
    [Replaces(typeof(Guid), nameof(Guid.NewGuid))]
    public static Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Stream.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40); // version 4
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The same, with the virtual time in front.</summary>
    [Replaces(typeof(Guid), nameof(Guid.CreateVersion7))]
    public static Guid NewGuidVersion7() => NewGuidVersion7(Clocks.OffsetUtcNow);

    /// <summary>The same, with that time in front.</summary>
    [Replaces(typeof(Guid), nameof(Guid.CreateVersion7))]
    public static Guid NewGuidVersion7(DateTimeOffset timestamp)
    {
        Span<byte> bytes = stackalloc byte[16], random = stackalloc byte[16];
        Guid.CreateVersion7(timestamp).TryWriteBytes(bytes, bigEndian: true, out _);
        Stream.NextBytes(random);
        random[8..].CopyTo(bytes[8..]);
        bytes[6] = (byte)((random[6] & 0x0F) | 0x70); // version 7
        bytes[7] = random[7];
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The elements in an order of chance.</summary>
    [Replaces(typeof(Enumerable), nameof(Enumerable.Shuffle))]
    public static IEnumerable<TSource> Shuffle<TSource>(IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Shuffled();

        IEnumerable<TSource> Shuffled()
        {
            var elements = source.ToArray();
            Stream.Shuffle(elements);
            foreach (var element in elements) yield return element;
        }
    }

    /// <summary>Static constructors draw the same numbers when they are run again.</summary>
    internal static void Begin() => _outside = null;

    private static Random Seeded(ulong seed, int thread) => new((int)(Dice.Of(seed, (ulong)thread) >> 33));
}
