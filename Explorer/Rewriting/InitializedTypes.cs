namespace Workbook.Explorer.Rewriting;

/// <summary>The types of a loaded program whose static constructors have run, in the order in which they ended: one that another
/// needed comes before it.</summary>
/// <remarks>For one thread at a time: whoever explores, and whoever has the baton.</remarks>
internal sealed class InitializedTypes
{
    private readonly List<(Action Clear, Action? Initialize)> _types = [];

    public void Add(Action clear, Action? initialize) => _types.Add((clear, initialize));

    /// <summary>Makes all static fields what they were before the first execution.</summary>
    /// <exception cref="ProgramException">A static constructor that has run once cannot run again.</exception>
    public void SetBack()
    {
        Scheduling.ThreadFieldValues.TakeOutside();
        var count = _types.Count; // what is initialized for the first time below is fresh
        for (var i = 0; i < count; i++) _types[i].Clear();
        for (var i = 0; i < count; i++)
        {
            if (_types[i].Initialize is not { } initialize) continue;
            try { initialize(); }
            catch (Exception e)
            {
                throw new ProgramException($"The static fields of {initialize.Method.DeclaringType} cannot be set back "
                    + "between executions: "
                    + $"its static constructor ran once, and fails when it is run again ({e.GetType().Name}: {e.Message}).", e);
            }
        }
    }
}
