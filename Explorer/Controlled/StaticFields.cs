using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Called by the static constructors of rewritten programs; not for anybody else.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class StaticFields
{
    /// <summary>Runs a static constructor for the first time. Nothing in it is controlled: it runs once, and all who use the type
    /// wait for it.</summary>
    /// <param name="clear">Makes all static fields of the type default.</param>
    /// <param name="initialize">The static constructor as it was written; null: there is none.</param>
    public static void Initialize(Action clear, Action? initialize)
    {
        ArgumentNullException.ThrowIfNull(clear);
        var hidden = Execution.Hide();
        try { initialize?.Invoke(); }
        finally { Execution.Show(hidden); }
        InitializedTypes.Of(clear.Method.Module.Assembly)?.Add(clear, initialize);
    }
}
