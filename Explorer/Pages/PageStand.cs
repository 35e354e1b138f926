namespace Workbook.Explorer.Pages;

/// <summary>What a thread is about at one moment.</summary>
/// <param name="State"><c>new</c>, <c>ready</c>, <c>waits</c>, <c>ended</c> or <c>failed</c>.</param>
/// <param name="Why">For what it waits, in words: <c>waits for till, which w1 holds</c>.</param>
/// <param name="For">Whom it waits for, if it is known: numbers of lanes.</param>
/// <param name="Lock">The lock or the like that it waits for; null: for something else.</param>
/// <param name="Source">Where it waits, though no step may have told that it came there: see
/// <see cref="PageStep.Source"/>.</param>
/// <param name="Line">The line; 0: not known.</param>
internal sealed record PageStand(
    string State, string? Why = null, IReadOnlyList<int>? For = null, int? Lock = null, int Source = -1, int Line = 0)
{
    public static readonly PageStand New = new("new"), Ready = new("ready"), Ended = new("ended"), Failed = new("failed");

    /// <summary>Whether the page would show the same.</summary>
    public bool IsSame(PageStand other) =>
        (State, Why, Lock, Source, Line) == (other.State, other.Why, other.Lock, other.Source, other.Line)
        && (For ?? []).SequenceEqual(other.For ?? []);
}
