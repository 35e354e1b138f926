namespace Workbook.Ipc.Processes;

/// <summary>Where the bytes of one stream go. For one thread.</summary>
internal abstract class OutputSink
{
    /// <summary>Room for the next read, never empty; what is put there counts once <see cref="Added"/> says how much it
    /// was.</summary>
    public abstract Span<byte> Room { get; }

    /// <summary>So many bytes were put into <see cref="Room"/>.</summary>
    public abstract void Added(int count);

    /// <summary>There will be no more.</summary>
    public virtual void End() { }
}
