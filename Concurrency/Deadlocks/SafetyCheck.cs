using System.Collections.Immutable;
using System.Diagnostics;

namespace Workbook.Concurrency.Deadlocks;

/// <summary>What <see cref="BankState.CheckSafety"/> found, look by look.</summary>
[DebuggerDisplay("{Display,nq}")] // takes no lock
public sealed class SafetyCheck
{
    internal SafetyCheck(ImmutableArray<SafetyStep> steps, ImmutableArray<int> stuck) => (Steps, Stuck) = (steps, stuck);

    /// <summary>All looks, in order; a customer that could not finish is looked at again in the next round.</summary>
    public ImmutableArray<SafetyStep> Steps { get; }

    /// <summary>Those who cannot be sure to finish, in ascending order; empty when the state is safe. If all customers asked for
    /// the rest of their claims now and returned nothing before they had it, these would wait for ever.</summary>
    public ImmutableArray<int> Stuck { get; }

    /// <summary>Whether all customers can finish, whatever they ask for within their claims.</summary>
    public bool IsSafe => Stuck.IsEmpty;

    /// <summary>The customers that can finish, in an order in which they can; all of them when the state is safe.</summary>
    public IEnumerable<int> SafeSequence => Steps.Where(step => step.CanFinish).Select(step => step.Customer);

    private string Display => IsSafe ? $"safe: {string.Join(' ', SafeSequence)}" : $"unsafe: stuck {string.Join(' ', Stuck)}";
}
