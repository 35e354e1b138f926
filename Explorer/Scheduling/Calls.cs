using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Scheduling;

/// <summary>The calls of one async method in one execution.</summary>
/// <param name="stateMachine">The type that the compiler made of the method.</param>
internal sealed class Calls(Type stateMachine)
{
    /// <summary>The type that the compiler made of the method.</summary>
    public Type StateMachine => stateMachine;

    /// <summary>Whether it is a method of this library, and not of the program.</summary>
    public bool IsOfLibrary { get; } = stateMachine.Assembly == typeof(Calls).Assembly;

    /// <summary>How many there were so far.</summary>
    public int Count;

    /// <summary>How the one with that number is called: <c>Deposit</c>, or <c>Deposit 2</c> if there are several.</summary>
    public string NameOf(int number)
    {
        var name = MethodNames.OfStateMachine(stateMachine.Name, out var isLambda);
        var which = Count > 1 ? $" {number}" : "";
        return isLambda ? $"async lambda{which} of {name}" : $"{name}{which}";
    }
}
