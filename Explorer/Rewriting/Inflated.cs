using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Types with the arguments of their generic class put in.</summary>
internal static class Inflated
{
    /// <summary>The type of the field, seen from where it is used: of <c>Box&lt;int&gt;.value</c> it is int, and not T.</summary>
    public static TypeReference TypeOf(FieldReference field, ModuleDefinition module) =>
        field.DeclaringType is GenericInstanceType instance ? With(field.FieldType, instance, module) : field.FieldType;

    private static TypeReference With(TypeReference type, GenericInstanceType instance, ModuleDefinition module) => type switch
    {
        GenericParameter { Type: GenericParameterType.Type } parameter => instance.GenericArguments[parameter.Position],
        GenericInstanceType generic => Of(generic, instance, module),
        ArrayType array => new ArrayType(With(array.ElementType, instance, module), array.Rank),
        ByReferenceType reference => new ByReferenceType(With(reference.ElementType, instance, module)),
        PointerType pointer => new PointerType(With(pointer.ElementType, instance, module)),
        RequiredModifierType modified => With(modified.ElementType, instance, module),
        OptionalModifierType modified => With(modified.ElementType, instance, module),
        _ => type,
    };

    private static GenericInstanceType Of(GenericInstanceType generic, GenericInstanceType instance, ModuleDefinition module)
    {
        var result = new GenericInstanceType(generic.ElementType);
        foreach (var argument in generic.GenericArguments) result.GenericArguments.Add(With(argument, instance, module));
        return result;
    }
}
