using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Types with the arguments of their generic class put in.</summary>
internal static class Inflated
{
    /// <summary>The type of the field, seen from where it is used: of <c>Box&lt;int&gt;.value</c> it is int, and not T.</summary>
    public static TypeReference TypeOf(FieldReference field, ModuleDefinition module) =>
        field.DeclaringType is GenericInstanceType instance ? With(field.FieldType, instance, null, module)! : field.FieldType;

    /// <summary>A type in the signature of a method, seen from where that is called; null: it cannot be told.</summary>
    public static TypeReference? In(TypeReference type, MethodReference method, ModuleDefinition module) =>
        type.ContainsGenericParameter ? With(type, method.DeclaringType as GenericInstanceType, method as GenericInstanceMethod, module) : type;

    private static TypeReference? With(TypeReference type, GenericInstanceType? instance, GenericInstanceMethod? method, ModuleDefinition module) => type switch
    {
        GenericParameter { Type: GenericParameterType.Type } parameter => instance?.GenericArguments[parameter.Position],
        GenericParameter parameter => method is null ? (instance is null ? null : parameter) : method.GenericArguments[parameter.Position],
        GenericInstanceType generic => Of(generic, instance, method, module),
        ArrayType array => With(array.ElementType, instance, method, module) is { } element ? new ArrayType(element, array.Rank) : null,
        ByReferenceType reference => With(reference.ElementType, instance, method, module) is { } element ? new ByReferenceType(element) : null,
        PointerType pointer => With(pointer.ElementType, instance, method, module) is { } element ? new PointerType(element) : null,
        IModifierType modified => With(modified.ElementType, instance, method, module),
        _ => type,
    };

    private static GenericInstanceType? Of(GenericInstanceType generic, GenericInstanceType? instance, GenericInstanceMethod? method, ModuleDefinition module)
    {
        var result = new GenericInstanceType(generic.ElementType);
        foreach (var argument in generic.GenericArguments)
        {
            if (With(argument, instance, method, module) is not { } inflated) return null;
            result.GenericArguments.Add(inflated);
        }
        return result;
    }
}
