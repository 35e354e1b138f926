// The platform's code is not rewritten. What it does to the program's memory is seen where it is called:
//
//      TryParse(text, out count)      writes count                by the kind of the parameter: in, ref, out
//      maybe.HasValue                 reads maybe                 a method of a struct, by its address
//      list.Add(x)                    writes the list             which says of itself that it is not safe for several threads
//      list.Sum(), new List(list)     read the list               one that is passed to the platform, and what a query is made of
//
//      list x    (x aside)   list list   Marks.WriteObject   (x back)   list x   List<int>.Add

using Mono.Cecil;
using Mono.Cecil.Cil;
using static Workbook.Explorer.Rewriting.MarkedMethod;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks of calls of the platform's code.</summary>
internal static class CallMarks
{
    public static void Add(MarkedMethod method, Instruction instruction, MethodReference called)
    {
        var type = called.DeclaringType.GetElementType();
        if (type.Scope is not AssemblyNameReference assembly || !PlatformAssemblies.Contains(assembly.Name)) return;
        if (SpanMarks.AreFor(type)) SpanMarks.Add(method, called);
        if (OnlyPassesOn(type)) return;
        var isNew = instruction.OpCode.Code == Code.Newobj;
        var first = called.Parameters.Count; // the first argument that matters, from which on all are put aside
        for (var i = first - 1; i >= 0; i--)
        {
            if (called.Parameters[i].ParameterType.IsByReference ? !isNew : UnsafeObjects.IsReadBy(called, i)) first = i;
        }
        var ofThis = isNew ? null : OfThis(method, called);
        if (ofThis is not null) first = 0;
        if (first == called.Parameters.Count && ofThis is null) return;

        var arguments = called.Parameters.Skip(first).Select(parameter =>
            Inflated.In(parameter.ParameterType, called)).ToArray();
        if (Array.Exists(arguments, argument => argument is null or IModifierType)) return;
        var aside = arguments.Select((argument, i) => method.Editor.Local(argument!, $"argument {first + i} ")).ToArray();
        var marks = new List<Instruction>();
        for (var i = aside.Length - 1; i >= 0; i--) marks.Add(Store(aside[i]));
        if (ofThis is not null)
            marks.AddRange([Dup(), .. ofThis, method.Site(instruction), method.Call(MarkOfThis(method, called))]);
        for (var i = 0; i < aside.Length; i++)
        {
            if (arguments[i] is not ByReferenceType && UnsafeObjects.IsReadBy(called, first + i))
            {
                var changes = first + i == 0 && UnsafeObjects.ChangesFirst(called);
                marks.AddRange([Load(aside[i]), method.Site(instruction), method.Call(changes ? "WriteObject" : "ReadObject")]);
            }
            if (arguments[i] is ByReferenceType reference && !isNew)
            {
                var mark = type.Name == "ImmutableInterlocked" ? "ChangeReference" // in one step, as its name says
                    : IsOnlyRead(called.GetElementMethod().Parameters[first + i]) ? "ReadReference"
                    : "WriteByCall";
                marks.AddRange([Load(aside[i]), SizeOf(reference.ElementType), method.Site(instruction), method.Call(mark)]);
            }
        }
        method.Editor.Before([.. marks, .. aside.Select(Load)]);
    }

    // What the mark of the object needs: nothing, or the size of the struct; null: no mark.
    private static Instruction[]? OfThis(MarkedMethod method, MethodReference called)
    {
        if (UnsafeObjects.IsCalled(called) || IsText(called)) return [];
        return called.HasThis && method.Shapes.IsAddressAt(called.Parameters.Count)
            && called.DeclaringType.Resolve() is { IsValueType: true }
            ? [SizeOf(called.DeclaringType)]
            : null;
    }

    private static string MarkOfThis(MarkedMethod method, MethodReference called)
    {
        if (IsText(called)) return "ReadText";
        if (UnsafeObjects.IsCalled(called)) return UnsafeObjects.IsRead(called) ? "ReadObject" : "WriteObject";
        var definition = called.Resolve();
        return definition is null || IsReadOnly(definition) || IsReadOnly(definition.DeclaringType) ? "ReadReference"
            : "WriteByCall";
    }

    // As the compiler calls it, whatever the type that overrides it.
    private static bool IsText(MethodReference called) => called is { Name: "ToString", HasThis: true, Parameters.Count: 0 }
        && called.DeclaringType.FullName == "System.Object";

    private static bool IsReadOnly(ICustomAttributeProvider member) => member.HasCustomAttributes
        && member.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsReadOnlyAttribute");

    private static bool IsOnlyRead(ParameterDefinition parameter) => parameter.IsIn && !parameter.IsOut;

    // Makes other addresses of addresses, or is the compiler's own.
    private static bool OnlyPassesOn(TypeReference type) =>
        (type.Namespace is "System.Runtime.CompilerServices" or "System.Runtime.InteropServices"
            && type.Name != "CollectionsMarshal")
        || type.FullName == "System.TypedReference" || SpanMarks.AreFor(type);
}
