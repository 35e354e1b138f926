namespace Workbook.Explorer.Scheduling;

/// <summary>Whether one could go through a primitive, for those who wait for that and do not go through: the wait handle of a
/// semaphore, of a slim event, of a countdown.</summary>
internal sealed class Availability(Waitable of, Type platform) : Waitable(of.Name, platform)
{
    private readonly Waitable[] _parts = [of];

    public override IReadOnlyList<Resource> Parts => _parts;

    public override object? State => of.State;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation) => of.AwaitsCall(thread, operation);

    public override bool IsTaken => false;

    public override bool CanTake(ControlledThread thread) => of.CanTake(thread);

    public override void Take(ControlledThread self) => self.Clock.Join(of.Released);

    public override void Give() => of.Give();
}
