using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Fields in which the compiler keeps what it would otherwise make again: delegates, call sites, constant arrays. Which
/// of two threads fills them nobody can see, so they are neither marked nor set back. And those in which an async method keeps
/// where it is, what it awaits and what else it needs: one thread after the other has them, as the awaits say.</summary>
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

    // <>1__state, <>t__builder, <>u__1 an awaiter; <>4__this, <>8__1 a closure, <>7__wrap1: nobody else ever sees the object.
    private static bool IsOfAwaits(string name) => name.StartsWith("<>", StringComparison.Ordinal);

    // Not of an async iterator, which a program can go through on two threads.
    private static bool IsAsync(TypeDefinition type) =>
        type.Interfaces.Any(one => one.InterfaceType.FullName == "System.Runtime.CompilerServices.IAsyncStateMachine")
        && !type.Interfaces.Any(one => one.InterfaceType.Name == "IAsyncDisposable");
}
