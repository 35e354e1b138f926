namespace Workbook.Ipc.Processes;

/// <summary>An exception that was thrown in another process: the exception itself stays there, its type's name, message and stack
/// travel.</summary>
/// <param name="typeName">The full name of its type.</param>
/// <param name="message">Its message.</param>
/// <param name="remoteStack">Where it was thrown over there, with its inner exceptions.</param>
public sealed class RemoteException(string typeName, string message, string remoteStack) : Exception(message)
{
    /// <summary>The full name of the exception's type over there.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>Its stack over there, innermost call first, and its inner exceptions.</summary>
    public string RemoteStack { get; } = remoteStack;

    /// <summary>Both stacks: that of the other process first.</summary>
    public override string ToString() => $"{TypeName}: {Message}\n--- in the other process ---\n{RemoteStack}\n--- here ---\n{StackTrace}";
}
