namespace Workbook.Concurrency.Tests.Explored.Mutants;

/// <summary>Wrong: two who ask at the same time find nothing yet, and both run the factory.</summary>
internal sealed class StartsTwiceLazy(Func<Task<int>> factory)
{
    private volatile Task<int>? _current;

    public Task<int> Value => _current ??= Task.Run(factory);
}
