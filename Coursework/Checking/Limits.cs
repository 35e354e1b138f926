namespace Workbook.Coursework.Checking;

/// <summary>What a candidate may take of the machine.</summary>
public sealed record Limits
{
    /// <summary>For one check, from its beginning to its result; compiling has the same.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>In bytes: the managed heap. Whoever wants more gets an OutOfMemoryException.</summary>
    public long Heap { get; init; } = 1L << 30;

    /// <summary>In bytes: all that the process holds. It is killed when it holds more.</summary>
    public long Memory { get; init; } = 2L << 30;

    /// <summary>In characters: what is kept of what the process prints to standard error past the explorer, its last words
    /// among them.</summary>
    public int Output { get; init; } = 100_000;
}
