// It refers to the program, and must not keep it loaded. So it hangs on the program's assemblies, and lives as long as they do.
// On their load context it would live for ever: the runtime holds that until the last type of the program is gone, and the list
// would hold those.

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Rewriting;

/// <summary>The types of a loaded program whose static constructors have run, in the order in which they ended: one that another
/// needed comes before it.</summary>
/// <remarks>For one thread at a time: whoever explores, and whoever has the baton.</remarks>
internal sealed class InitializedTypes
{
    private static readonly ConditionalWeakTable<Assembly, InitializedTypes> _lists = [];

    private readonly List<(Action Clear, Action? Initialize)> _types = [];

    /// <summary>Those of the program that has this assembly; null: it is no loaded program.</summary>
    public static InitializedTypes? Of(Assembly assembly) => _lists.TryGetValue(assembly, out var list) ? list : null;

    /// <summary>An assembly was loaded into a program: it has one list with all the others.</summary>
    public static void Share(Assembly loaded, IEnumerable<Assembly> program) =>
        _lists.Add(loaded, program.Select(Of).FirstOrDefault(list => list is not null) ?? new InitializedTypes());

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
