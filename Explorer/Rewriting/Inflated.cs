using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Types with the arguments of their generic class put in.</summary>
internal static class Inflated
{
    /// <summary>The type of the field, seen from where it is used: of <c>Box&lt;int&gt;.value</c> it is int, and not T.</summary>
    public static TypeReference TypeOf(FieldReference field) =>
        field.DeclaringType is GenericInstanceType instance ? With(field.FieldType, instance, null)! : field.FieldType;

    /// <summary>A type in the signature of a method, seen from where that is called; null: it cannot be told.</summary>
    public static TypeReference? In(TypeReference type, MethodReference method) => type.ContainsGenericParameter
        ? With(type, method.DeclaringType as GenericInstanceType, method as GenericInstanceMethod)
        : type;

    private static TypeReference? With(TypeReference type, GenericInstanceType? instance, GenericInstanceMethod? method) =>
        type switch
        {
            GenericParameter { Type: GenericParameterType.Type } parameter => instance?.GenericArguments[parameter.Position],
            GenericParameter parameter when method is not null => method.GenericArguments[parameter.Position],
            GenericParameter parameter => instance is null ? null : parameter,
            GenericInstanceType generic => Of(generic, instance, method),
            ArrayType array when With(array.ElementType, instance, method) is { } element => new ArrayType(element, array.Rank),
            ByReferenceType reference when With(reference.ElementType, instance, method) is { } element =>
                new ByReferenceType(element),
            PointerType pointer when With(pointer.ElementType, instance, method) is { } element => new PointerType(element),
            ArrayType or ByReferenceType or PointerType => null,
            IModifierType modified => With(modified.ElementType, instance, method),
            _ => type,
        };

    private static GenericInstanceType? Of(GenericInstanceType generic, GenericInstanceType? instance,
        GenericInstanceMethod? method)
    {
        var result = new GenericInstanceType(generic.ElementType);
        foreach (var argument in generic.GenericArguments)
        {
            if (With(argument, instance, method) is not { } inflated) return null;
            result.GenericArguments.Add(inflated);
        }
        return result;
    }
}
