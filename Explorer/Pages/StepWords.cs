using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Timelines;

namespace Workbook.Explorer.Pages;

/// <summary>Says what a step does, as the rest of a sentence that begins with the thread's name.</summary>
internal sealed class StepWords(Wording wording)
{
    /// <summary><c>reads left: 1</c>, <c>takes till</c>, <c>waits for till, which w1 holds</c>.</summary>
    public string Of(Event done) => done switch
    {
        { IsBlocked: true } => Waiting(done),
        { Kind: OperationKind.Begin } => "begins",
        { Kind: OperationKind.Spin } => $"goes round a loop until {wording.NameOf(done.Resource)} changes",
        { Kind: OperationKind.Read, Location: not null } => Value(done.Before) is { } value
            ? $"reads {wording.NameOf(done.Resource)}, which is {value}" : $"reads {wording.NameOf(done.Resource)}",
        { Kind: OperationKind.Write, Location: not null } => Written(done),
        { Kind: OperationKind.Atomic, Location: not null } => Updated(done),
        { Kind: OperationKind.Join, TimedOut: false } => $"goes on, since {wording.NameOf(done.Resource)} has ended",
        { Kind: OperationKind.Read, Resource: ControlledThread } => $"looks at {wording.NameOf(done.Resource)}",
        _ => wording.Of(done),
    };

    /// <summary>What a thread waits for.</summary>
    public string Of(Waiting waiting) =>
        Waiting(new Event(waiting.Thread.Index, waiting.Operation)
        {
            IsBlocked = true,
            Holder = waiting.Holders.FirstOrDefault(),
        });

    /// <summary>A value as the page shows it; null: it cannot be shown.</summary>
    public string? Value(object? value) => value == Values.Unknown ? null : wording.Show(value);

    private string Waiting(Event done) => done.Kind switch
    {
        OperationKind.Spin => $"goes round a loop until {wording.NameOf(done.Resource)} changes",
        OperationKind.Sleep => "sleeps",
        _ => wording.Of(done),
    };

    private string Updated(Event done)
    {
        var name = wording.NameOf(done.Resource);
        if (Value(done.Before) is not { } before || Value(done.After) is not { } after) return $"changes {name}";
        return before == after ? $"finds {name} = {before}, and leaves it" : $"changes {name} from {before} to {after}";
    }

    private string Written(Event done)
    {
        var name = wording.NameOf(done.Resource);
        var (before, after) = (Value(done.Before), Value(done.After));
        if (after is null) return $"writes {name}";
        return before is null || before == after ? $"writes {name} = {after}" : $"writes {name} = {after}, which was {before}";
    }
}
