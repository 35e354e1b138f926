namespace Workbook.Explorer.Scheduling;

/// <summary>How long a step waits at most.</summary>
/// <param name="Milliseconds">-1: as long as it takes; 0: not at all.</param>
internal readonly record struct Limit(int Milliseconds)
{
    /// <summary>As long as it takes.</summary>
    public static readonly Limit None = new(-1);

    public bool MayWait => Milliseconds != 0;

    public bool CanTimeOut => Milliseconds > 0;

    public static implicit operator Limit(int milliseconds) => new(milliseconds);
}
