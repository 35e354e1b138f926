using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Methods that return the address of a static field: where it lies may change, since the collector moves the static
/// fields of assemblies that can be unloaded.</summary>
internal static class StaticAccessors
{
    /// <summary>One in the type that uses the field, which may see it.</summary>
    /// <param name="field">As the method refers to it.</param>
    /// <param name="user">The method that uses it.</param>
    public static MethodReference Of(FieldReference field, MethodDefinition user)
    {
        var name = $"<>address of {field.FullName} for {user.GenericParameters.Count}";
        var type = user.DeclaringType;
        var accessor = type.Methods.FirstOrDefault(method => method.Name == name) ?? Add(name, field, user);
        var reference = type.HasGenericParameters ? new MethodReference(name, accessor.ReturnType, Self(type))
            : (MethodReference)accessor;
        if (!user.HasGenericParameters) return reference;
        if (reference != accessor)
        {
            foreach (var parameter in accessor.GenericParameters)
                reference.GenericParameters.Add(new GenericParameter(parameter.Name, reference));
        }
        var instance = new GenericInstanceMethod(reference);
        foreach (var parameter in user.GenericParameters) instance.GenericArguments.Add(parameter);
        return instance;
    }

    // In the place of the user's generic parameters stand its own, of the same numbers: that is how IL names them.
    private static MethodDefinition Add(string name, FieldReference field, MethodDefinition user)
    {
        var module = user.Module;
        var accessor = new MethodDefinition(name, MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig,
            new ByReferenceType(module.TypeSystem.Byte));
        foreach (var parameter in user.GenericParameters) accessor.GenericParameters.Add(new GenericParameter(parameter.Name,
            accessor));
        accessor.Body.Instructions.Add(Instruction.Create(OpCodes.Ldsflda, field));
        accessor.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        user.DeclaringType.Methods.Add(accessor);
        return accessor;
    }

    /// <summary>The type as its own code names it: of Box&lt;T&gt;, Box&lt;T&gt;, and not Box&lt;&gt;.</summary>
    public static TypeReference Self(TypeDefinition type)
    {
        if (!type.HasGenericParameters) return type;
        var self = new GenericInstanceType(type);
        foreach (var parameter in type.GenericParameters) self.GenericArguments.Add(parameter);
        return self;
    }
}
