using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Inserts instructions into a method, so that branches, handlers and source lines still mean what they meant.</summary>
internal sealed class BodyEditor(MethodDefinition method)
{
    private readonly Mono.Collections.Generic.Collection<Instruction> _instructions = method.Body.Instructions;

    /// <summary>A new local variable.</summary>
    public VariableDefinition Local(TypeReference type)
    {
        var variable = new VariableDefinition(type);
        method.Body.Variables.Add(variable);
        method.Body.InitLocals = true;
        return variable;
    }

    /// <summary>Inserts before the instruction and its prefixes. Whoever jumped to it comes through what was inserted.</summary>
    /// <returns>The instruction, which has become another object unless it has a prefix.</returns>
    public Instruction Before(Instruction instruction, Instruction[] inserted)
    {
        var wanted = instruction;
        while (instruction.Previous is { OpCode.OpCodeType: OpCodeType.Prefix } prefix) instruction = prefix;
        var at = _instructions.IndexOf(instruction);
        // The object keeps its place, for those who refer to it, and becomes the first of the new ones; a copy does its old work.
        var copy = Copy(instruction);
        (instruction.OpCode, instruction.Operand) = (inserted[0].OpCode, inserted[0].Operand);
        for (var i = 1; i < inserted.Length; i++) _instructions.Insert(at + i, inserted[i]);
        _instructions.Insert(at + inserted.Length, copy);
        return wanted == instruction ? copy : wanted;
    }

    public void After(Instruction instruction, Instruction[] inserted)
    {
        var at = _instructions.IndexOf(instruction);
        for (var i = 0; i < inserted.Length; i++) _instructions.Insert(at + 1 + i, inserted[i]);
    }

    private static Instruction Copy(Instruction instruction)
    {
        var copy = Instruction.Create(OpCodes.Nop);
        (copy.OpCode, copy.Operand, copy.Offset) = (instruction.OpCode, instruction.Operand, instruction.Offset);
        return copy;
    }
}
