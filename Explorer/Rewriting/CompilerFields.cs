using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Fields in which the compiler keeps what it would otherwise make again: delegates, call sites, constant arrays. Which
/// of two threads fills them nobody can see, so they are neither marked nor set back.</summary>
internal static class CompilerFields
{
    public static bool IsCache(FieldDefinition field) =>
        field.Name.StartsWith("<>9", StringComparison.Ordinal) // of a closure too
        || (field.IsStatic && IsCache(field.DeclaringType));

    public static bool IsCache(TypeDefinition type) => type.Name is "<>c"
        || type.Name.StartsWith("<>c`", StringComparison.Ordinal)
        || type.Name.StartsWith("<>O", StringComparison.Ordinal) || type.Name.StartsWith("<>o__", StringComparison.Ordinal)
        || type.FullName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
}
