using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Timelines;

/// <summary>What threads had in common in an execution, once there were others than main.</summary>
internal sealed class Sharing
{
    private readonly HashSet<Resource> _shared = [], _changed = [];

    /// <param name="recording">Of the execution, which is over.</param>
    public Sharing(Recording recording)
    {
        Beginning = Math.Max(0, recording.Events.FindIndex(done => done.Kind == OperationKind.Spawn || done.Actor != 0));
        var users = new Dictionary<Resource, (HashSet<int> Readers, HashSet<int> Writers)>();
        foreach (var done in recording.Events.Skip(Beginning))
        {
            if (!Equals(done.Before, done.After)) _changed.Add(done.Resource);
            foreach (var resource in done.Resource is Several { Parts: { } parts } ? parts : [done.Resource])
            {
                if (!users.TryGetValue(resource, out var who)) users.Add(resource, who = ([], []));
                (done.IsWrite ? who.Writers : who.Readers).Add(done.Actor);
            }
        }
        foreach (var (resource, (readers, writers)) in users)
        {
            if (resource is ControlledThread) continue;
            if (writers.Count > 1 || (writers.Count == 1 && readers.Any(reader => !writers.Contains(reader))))
                _shared.Add(resource);
        }
        foreach (var waiting in recording.Waiting) _shared.Add(waiting.Resource);
    }

    /// <summary>Which event comes first after which main is not alone: the start of another, or a call of an async
    /// method.</summary>
    public int Beginning { get; }

    /// <summary>Memory: whether one thread wrote it and another touched it. Locks and the like: whether two used it, or one waits
    /// for it in the end.</summary>
    public bool Contains(Resource resource) =>
        _shared.Contains(resource) || (resource.Parts is { } parts && parts.Any(_shared.Contains));

    /// <summary>Whether it held something else at the end of an event than at its beginning.</summary>
    public bool Changes(Resource resource) => _changed.Contains(resource);
}
