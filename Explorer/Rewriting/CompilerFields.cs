using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Fields in which the compiler keeps what it would otherwise make again: delegates, call sites, constant arrays. Which
/// of two threads fills them nobody can see, so they are neither marked nor set back. And those in which an async method keeps
/// where it
/// is and what it awaits: one thread after the other has them, as the awaits say.</summary>
internal static class CompilerFields
{
    public static bool IsCache(FieldDefinition field) =>
        field.Name.StartsWith("<>9", StringComparison.Ordinal) // of a closure too
        || (field.IsStatic && IsCache(field.DeclaringType))
        || (IsOfAwaits(field.Name) && IsAsync(field.DeclaringType));

    public static bool IsCache(TypeDefinition type) => type.Name is "<>c"
        || type.Name.StartsWith("<>c`", StringComparison.Ordinal)
        || type.Name.StartsWith("<>O", StringComparison.Ordinal) || type.Name.StartsWith("<>o__", StringComparison.Ordinal)
        || type.FullName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);

    private static bool IsOfAwaits(string name) => name is "<>1__state" or "<>t__builder"
        || name.StartsWith("<>u__", StringComparison.Ordinal);

    // Not of an async iterator, which a program can go through on two threads.
    private static bool IsAsync(TypeDefinition type) =>
        type.Interfaces.Any(one => one.InterfaceType.FullName == "System.Runtime.CompilerServices.IAsyncStateMachine")
        && !type.Interfaces.Any(one => one.InterfaceType.Name == "IAsyncDisposable");
}
