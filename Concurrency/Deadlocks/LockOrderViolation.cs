namespace Workbook.Concurrency.Deadlocks;

/// <summary>Two locks were asked for against the order. Nothing has to have gone wrong yet.</summary>
/// <remarks>Immutable.</remarks>
public sealed class LockOrderViolation
{
    internal LockOrderViolation(LockOrderEdge edge, IReadOnlyList<LockOrderEdge> against) => (Edge, Against) = (edge, against);

    /// <summary>What was done just now.</summary>
    public LockOrderEdge Edge { get; }

    /// <summary>What it contradicts: the way from <see cref="LockOrderEdge.Wanted"/> to <see cref="LockOrderEdge.Held"/> that
    /// was learned before, a step or more. Empty when it contradicts the ranks.</summary>
    public IReadOnlyList<LockOrderEdge> Against { get; }

    /// <summary>What was done, and what it contradicts, a line each.</summary>
    public override string ToString() => string.Join('\n', [
        "lock order violated",
        $"  now:    {Edge}",
        .. Against.Count == 0
            ? [$"  ranks:  {Edge.Held.Name} has {Edge.Held.Rank}, {Edge.Wanted.Name} has {Edge.Wanted.Rank}: not higher"]
            : Against.Select(edge => $"  before: {edge}")]);
}
