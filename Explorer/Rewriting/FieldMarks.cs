using Mono.Cecil;
using Mono.Cecil.Cil;
using static Workbook.Explorer.Rewriting.MarkedMethod;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks of fields.</summary>
internal static class FieldMarks
{
    public static void Add(MarkedMethod method, Instruction instruction, FieldReference reference, bool isVolatile)
    {
        if (reference.Resolve() is not { } field || CompilerFields.IsCache(field)) return;
        if (instruction.OpCode.Code is Code.Ldsfld or Code.Stsfld or Code.Ldsflda)
        {
            if (!field.IsInitOnly) OfType(method, instruction, reference, field, isVolatile);
        }
        else if (field.DeclaringType.IsValueType) OfStruct(method, instruction, reference, field, isVolatile);
        else if (!field.IsInitOnly) OfObject(method, instruction, reference, field, isVolatile);
    }

    private static void OfObject(MarkedMethod method, Instruction instruction, FieldReference reference, FieldDefinition field,
        bool isVolatile)
    {
        var (editor, kind, number) = (method.Editor, isVolatile ? "Volatile" : "", Number(FieldNames.NumberOf(field)));
        var type = Inflated.TypeOf(reference);
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld:
                editor.Before(Dup(), number, method.Site(instruction), method.Call($"Read{kind}"));
                break;
            case Code.Stfld:
                var value = editor.Local(type);
                editor.Before(Store(value), Dup(), number, method.Site(instruction), method.Call($"Write{kind}"), Load(value));
                break;
            case Code.Ldflda:
                editor.Before(Dup());
                editor.After(number, SizeOf(type), method.Call("Address"));
                break;
        }
    }

    private static void OfType(MarkedMethod method, Instruction instruction, FieldReference reference, FieldDefinition field,
        bool isVolatile)
    {
        var (editor, kind, number) = (method.Editor, isVolatile ? "Volatile" : "", Number(FieldNames.NumberOf(field)));
        switch (instruction.OpCode.Code)
        {
            case Code.Ldsfld:
                editor.Before([.. method.Owner(reference), number, method.Site(instruction), method.Call($"ReadStatic{kind}")]);
                break;
            case Code.Stsfld:
                editor.Before([.. method.Owner(reference), number, method.Site(instruction), method.Call($"WriteStatic{kind}")]);
                break;
            case Code.Ldsflda:
                var accessor = method.Accessor(reference);
                editor.After([.. method.Owner(reference), number, SizeOf(Inflated.TypeOf(reference)), accessor,
                    method.Call("StaticAddress")]);
                break;
        }
    }

    // The address of the struct lies on the stack; what it lies in was noted when the address was taken. A readonly field counts:
    // the struct as a whole may be written.
    private static void OfStruct(MarkedMethod method, Instruction instruction, FieldReference reference, FieldDefinition field,
        bool isVolatile)
    {
        var (editor, kind, type) = (method.Editor, isVolatile ? "Volatile" : "", Inflated.TypeOf(reference));
        if (IsOnStack(field.DeclaringType)) return;
        var part = Instruction.Create(OpCodes.Ldflda, reference);
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld when method.Shapes.IsAddressOnTop:
                editor.Before(Dup(), Dup(), part, SizeOf(type), method.Site(instruction), method.Call($"ReadPart{kind}"));
                break;
            case Code.Stfld:
                var value = editor.Local(type);
                editor.Before(Store(value), Dup(), Dup(), part, SizeOf(type), method.Site(instruction),
                    method.Call($"WritePart{kind}"), Load(value));
                break;
            case Code.Ldflda:
                editor.Before(Dup());
                editor.After(method.Call("PartAddress"));
                break;
        }
    }

    // A ref struct, of which no other thread has the address.
    private static bool IsOnStack(TypeDefinition type) => type.HasCustomAttributes
        && type.CustomAttributes.Any(attribute =>
            attribute.AttributeType.FullName == "System.Runtime.CompilerServices.IsByRefLikeAttribute");
}
