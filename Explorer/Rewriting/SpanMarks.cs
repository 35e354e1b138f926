// A span does not say of which array it is. So the arrays of which spans are made are remembered, and when a span gives the
// address of an element, the array that it lies in is looked for:
//
//      array.AsSpan()     ->   Marks.HasSpan(array)                      span[i]     ->   (the address)  Marks.SpanElement
//
// What the platform does to a span as a whole (Fill, CopyTo, Sort) is not seen.

using Mono.Cecil;
using static Workbook.Explorer.Rewriting.MarkedMethod;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks of spans of arrays.</summary>
internal static class SpanMarks
{
    public static bool AreFor(TypeReference type) => type.Namespace == "System"
        && type.Name is "Span`1" or "ReadOnlySpan`1" or "Memory`1" or "ReadOnlyMemory`1" or "MemoryExtensions";

    public static void Add(MarkedMethod method, MethodReference called)
    {
        if (called.Name == "get_Item" && called.DeclaringType is GenericInstanceType span
            && called.ReturnType is ByReferenceType or IModifierType)
        {
            method.Editor.After(SizeOf(span.GenericArguments[0]), method.Call("SpanElement"));
            return;
        }
        var parameters = called.GetElementMethod().Parameters;
        var array = 0;
        while (array < parameters.Count && parameters[array].ParameterType is not ArrayType) array++;
        if (array == parameters.Count) return;
        var arguments = called.Parameters.Skip(array).Select(parameter =>
            Inflated.In(parameter.ParameterType, called)).ToArray();
        if (Array.Exists(arguments, argument => argument is null)) return;
        var aside = arguments.Select((argument, i) => method.Editor.Local(argument!, $"argument {array + i} ")).ToArray();
        method.Editor.Before([.. aside.Reverse().Select(Store), Load(aside[0]), method.Call("HasSpan"), .. aside.Select(Load)]);
    }
}
