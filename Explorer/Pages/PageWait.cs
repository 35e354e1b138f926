namespace Workbook.Explorer.Pages;

/// <summary>A thread that waits when the execution ends.</summary>
/// <param name="Thread">Who: the number of a lane.</param>
/// <param name="What">For what: <c>till</c>; null: for the end of a thread.</param>
/// <param name="Place">Where it waits: <c>Shop.cs:12</c>; null: not known.</param>
/// <param name="For">Whom it waits for: numbers of lanes; none: for a call that nobody makes.</param>
/// <param name="How">What those have to do with it: <c>is held by</c>, <c>was taken by</c>.</param>
internal sealed record PageWait(int Thread, string? What, string? Place, IReadOnlyList<int> For, string How);
