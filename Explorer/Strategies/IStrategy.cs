using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Strategies;

/// <summary>Decides who moves next.</summary>
/// <remarks>Called by whoever has the baton, one call at a time.</remarks>
internal interface IStrategy
{
    /// <summary>Before each execution. False: there is nothing left to explore.</summary>
    bool Begin();

    /// <summary>One of <see cref="Execution.Enabled"/>.</summary>
    /// <param name="execution">What has happened so far, and what each thread would do next.</param>
    /// <param name="last">Who did the last step; null at the first.</param>
    /// <returns>The thread, or null: this execution is not worth finishing.</returns>
    ControlledThread? Choose(Execution execution, ControlledThread? last);

    /// <summary>After each execution.</summary>
    void End(Execution execution);
}
