// The instructions of a method are gone through once, and written anew:
//
//      brtrue X            ...                    brtrue X           ...
//      ...            X:   ldfld balance    ->    ...           X:   dup           <- the object that stood there
//                                                                    ldc 7; ldc 12; call Marks.Read
//                                                                    ldfld balance <- a copy of it
//
// An instruction that others refer to (a branch, a handler, a line of the source) keeps its place, and becomes the first of what
// is inserted before it: whoever jumps to it comes through the mark.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Inserts instructions into a method, so that branches, handlers and source lines still mean what they meant.</summary>
internal sealed class BodyEditor(MethodDefinition method)
{
    private readonly List<Instruction> _written = new(2 * method.Body.Instructions.Count), _before = [], _after = [];
    private readonly Dictionary<string, VariableDefinition> _locals = [];

    public bool HasChanges { get; private set; }

    /// <summary>A local variable of that type, to put something aside in: the same one for whoever asks next.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="use">Two of the same type, needed at once, differ by this.</param>
    public VariableDefinition Local(TypeReference type, string use = "")
    {
        var key = $"{use}{(type is GenericParameter parameter ? $"{parameter.Type}{parameter.Position}" : type.FullName)}";
        if (type.ContainsGenericParameter || !_locals.TryGetValue(key, out var variable))
        {
            variable = new VariableDefinition(type);
            method.Body.Variables.Add(variable);
            method.Body.InitLocals = true;
            _locals[key] = variable;
        }
        return variable;
    }

    /// <summary>To be inserted before the instruction that is written next, and before its prefixes.</summary>
    public void Before(params ReadOnlySpan<Instruction> inserted) => _before.AddRange(inserted);

    /// <summary>To be inserted after it.</summary>
    public void After(params ReadOnlySpan<Instruction> inserted) => _after.AddRange(inserted);

    /// <summary>Writes an instruction and its prefixes, with what belongs before and after it.</summary>
    public void Write(ReadOnlySpan<Instruction> instructions)
    {
        HasChanges |= _before.Count + _after.Count > 0;
        if (_before.Count > 0)
        {
            var first = instructions[0];
            var copy = Instruction.Create(OpCodes.Nop);
            (copy.OpCode, copy.Operand, copy.Offset) = (first.OpCode, first.Operand, first.Offset);
            (first.OpCode, first.Operand) = (_before[0].OpCode, _before[0].Operand);
            _before[0] = first;
            _written.AddRange(_before);
            _written.Add(copy);
            _written.AddRange(instructions[1..]);
        }
        else _written.AddRange(instructions);
        _written.AddRange(_after);
        _before.Clear();
        _after.Clear();
    }

    /// <summary>Puts what was written into the method.</summary>
    public void Finish()
    {
        var body = method.Body.Instructions;
        body.Clear();
        foreach (var instruction in _written) body.Add(instruction);
    }
}
