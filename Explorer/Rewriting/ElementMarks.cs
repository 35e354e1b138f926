using Mono.Cecil;
using Mono.Cecil.Cil;
using static Workbook.Explorer.Rewriting.MarkedMethod;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks of the elements of arrays.</summary>
internal static class ElementMarks
{
    public static void Add(MarkedMethod method, Instruction instruction)
    {
        var editor = method.Editor;
        var index = editor.Local(method.Module.TypeSystem.IntPtr, "index");
        switch (instruction.OpCode.Code)
        {
            case Code.Ldelema:
                editor.Before(Instruction.Create(OpCodes.Conv_I), Store(index), Dup(), Load(index));
                editor.After(Load(index), SizeOf((TypeReference)instruction.Operand), method.Call("ElementAddress"));
                break;
            case >= Code.Ldelem_I1 and <= Code.Ldelem_Ref or Code.Ldelem_Any:
                editor.Before(Instruction.Create(OpCodes.Conv_I), Store(index), Dup(), Load(index), method.Site(instruction),
                    method.Call("ReadElement"), Load(index));
                break;
            default:
                var value = editor.Local(StackTypes.OfStored(instruction, method.Module));
                editor.Before(Store(value), Instruction.Create(OpCodes.Conv_I), Store(index), Dup(), Load(index),
                    method.Site(instruction),
                    method.Call("WriteElement"), Load(index), Load(value));
                break;
        }
    }
}
