using System.Text;
using Mono.Cecil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>The same text for the same member, whether metadata or reflection tells of it; a controlled type counts as the
/// platform's.</summary>
internal static class Signatures
{
    public static string Of(MethodReference method)
    {
        var open = method.GetElementMethod();
        var text = new StringBuilder(open.Name).Append(open.HasThis ? '.' : ':').Append(open.GenericParameters.Count).Append('(');
        foreach (var parameter in open.Parameters) Write(text, parameter.ParameterType).Append(',');
        Write(text.Append(')'), open.ReturnType);
        return text.ToString();
    }

    public static string Of(System.Reflection.MethodBase method)
    {
        var arity = method.IsGenericMethodDefinition ? method.GetGenericArguments().Length : 0;
        var text = new StringBuilder(method.Name).Append(method.IsStatic ? ":" : ".").Append(arity).Append('(');
        foreach (var parameter in method.GetParameters()) Write(text, parameter.ParameterType).Append(',');
        Write(text.Append(')'), method is System.Reflection.MethodInfo { ReturnType: var type } ? type : typeof(void));
        return text.ToString();
    }

    private static StringBuilder Write(StringBuilder text, TypeReference type)
    {
        switch (type)
        {
            case IModifierType modified: return Write(text, modified.ElementType);
            case GenericParameter { Type: GenericParameterType.Type } parameter:
                return text.Append('!').Append(parameter.Position);
            case GenericParameter parameter: return text.Append("!!").Append(parameter.Position);
            case ByReferenceType reference: return Write(text, reference.ElementType).Append('&');
            case PointerType pointer: return Write(text, pointer.ElementType).Append('*');
            case ArrayType array: return Write(text, array.ElementType).Append('[').Append(array.Rank).Append(']');
            case GenericInstanceType instance:
                text.Append(instance.ElementType.FullName).Append('<');
                foreach (var argument in instance.GenericArguments) Write(text, argument).Append(',');
                return text.Append('>');
            default: return text.Append(type.FullName);
        }
    }

    private static StringBuilder Write(StringBuilder text, Type type)
    {
        if (type.IsGenericParameter)
            return text.Append(type.DeclaringMethod is null ? "!" : "!!").Append(type.GenericParameterPosition);
        if (type.IsByRef) return Write(text, type.GetElementType()!).Append('&');
        if (type.IsPointer) return Write(text, type.GetElementType()!).Append('*');
        if (type.IsArray) return Write(text, type.GetElementType()!).Append('[').Append(type.GetArrayRank()).Append(']');
        if (!type.IsGenericType) return text.Append(NameOf(type));
        text.Append(NameOf(type.GetGenericTypeDefinition())).Append('<');
        foreach (var argument in type.GetGenericArguments()) Write(text, argument).Append(',');
        return text.Append('>');
    }

    private static string NameOf(Type type)
    {
        var isControlled = type.Namespace?.StartsWith(typeof(Marks).Namespace!, StringComparison.Ordinal) == true;
        return (isControlled ? TypeSwap.PlatformOf(type) : type.FullName)!.Replace('+', '/');
    }
}
