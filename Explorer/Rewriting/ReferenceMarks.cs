using Mono.Cecil.Cil;
using static Workbook.Explorer.Rewriting.MarkedMethod;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks of what is read and written through references and pointers.</summary>
internal static class ReferenceMarks
{
    public static void Add(MarkedMethod method, Instruction instruction, bool isVolatile)
    {
        var (editor, kind) = (method.Editor, isVolatile ? "Volatile" : "");
        switch (instruction.OpCode.Code)
        {
            case >= Code.Ldind_I1 and <= Code.Ldind_Ref or Code.Ldobj:
                editor.Before(Dup(), Size(method, instruction), method.Site(instruction), method.Call($"ReadReference{kind}"));
                break;
            case Code.Initobj:
                editor.Before(Dup(), Size(method, instruction), method.Site(instruction), method.Call("WriteReference"));
                break;
            case >= Code.Stind_Ref and <= Code.Stind_R8 or Code.Stind_I or Code.Stobj:
                var value = editor.Local(StackTypes.OfStored(instruction, method.Module));
                editor.Before(Store(value), Dup(), Size(method, instruction), method.Site(instruction),
                    method.Call($"WriteReference{kind}"), Load(value));
                break;
        }
    }

    private static Instruction Size(MarkedMethod method, Instruction instruction) =>
        SizeOf(StackTypes.OfReferred(instruction, method.Module));
}
