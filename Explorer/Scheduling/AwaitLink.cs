namespace Workbook.Explorer.Scheduling;

/// <summary>A call of an async method that waits for what another has, or for its end.</summary>
/// <param name="Method">Who waits.</param>
/// <param name="Site">Where.</param>
/// <param name="Permit">Of what it wants a permit; null: it awaits the other's end.</param>
/// <param name="Holder">The other.</param>
/// <param name="Taken">Where that has taken the permit.</param>
internal sealed record AwaitLink(AsyncMethod Method, int Site, SemaphoreState? Permit, AsyncMethod Holder, int Taken);
