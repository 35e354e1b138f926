namespace Workbook.Explorer.Scheduling;

/// <summary>A step that waits for something, or until a token is cancelled.</summary>
/// <param name="awaited">What it waits for.</param>
/// <param name="canceled">Set when the token is.</param>
internal sealed class Cancelable(Resource awaited, EventState canceled) : Resource
{
    public override string Name => awaited.Name;

    public override IReadOnlyList<Resource> Parts { get; } =
        awaited.Parts is { } parts ? [.. parts, canceled] : [awaited, canceled];

    public override Resource Subject => awaited.Subject;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) => awaited.AwaitsCall(thread, operation);

    public override ControlledThread? Holder => awaited.Holder;

    public override bool IsReady(ControlledThread thread, in Operation operation) =>
        canceled.IsSet || awaited.IsReady(thread, operation);

    public override bool IsInterruptible(ControlledThread thread, in Operation operation) =>
        awaited.IsInterruptible(thread, operation);
}
