// Which entries of the evaluation stack are addresses, before each instruction. Needed where IL says the same for two things:
//
//      ldfld Point::x       of an address on the stack: memory, which others may write
//                           of a struct on the stack: a copy, which nobody else has
//
// One pass from top to bottom is enough: what a backward jump finds on the stack has been there on the way down too (ECMA-335,
// III.1.7.5).

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Follows the evaluation stack through one method.</summary>
internal sealed class StackShapes
{
    private readonly MethodDefinition _method;
    private readonly Dictionary<Instruction, Stack> _atTargets = [];
    private Stack _now;
    private bool _isReachable = true;

    public StackShapes(MethodDefinition method)
    {
        _method = method;
        foreach (var handler in method.Body.ExceptionHandlers)
        {
            var hasException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            _atTargets[handler.HandlerStart] = hasException ? default(Stack).Push(false) : default;
            if (handler.FilterStart is { } filter) _atTargets[filter] = default(Stack).Push(false);
        }
    }

    /// <summary>Whether the entry on top is an address.</summary>
    public bool IsAddressOnTop => _now.IsAddress;

    /// <summary>Whether the entry so many below the top is one.</summary>
    public bool IsAddressAt(int depth) => _now.Pop(depth).IsAddress;

    /// <summary>The next instruction is looked at; the questions are about the stack before it.</summary>
    public void Enter(Instruction instruction)
    {
        if (_atTargets.TryGetValue(instruction, out var known)) _now = known;
        else if (!_isReachable) _now = default;
        _isReachable = true;
    }

    /// <summary>It is left behind.</summary>
    public void Leave(Instruction instruction)
    {
        var code = instruction.OpCode;
        if (code.Code == Code.Dup)
        {
            _now = _now.Push(_now.IsAddress);
            return;
        }
        var keepsAddress = code.Code is Code.Conv_I or Code.Conv_U or Code.Conv_Ovf_I or Code.Conv_Ovf_U && _now.IsAddress;
        _now = _now.Pop(Popped(instruction));
        for (var pushed = Pushed(instruction); pushed > 0; pushed--) _now = _now.Push(keepsAddress || PushesAddress(instruction));
        if (instruction.Operand is Instruction target) _atTargets.TryAdd(target, _now);
        if (instruction.Operand is Instruction[] targets)
        {
            foreach (var each in targets) _atTargets.TryAdd(each, _now);
        }
        _isReachable = code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
    }

    private bool PushesAddress(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldflda or Code.Ldsflda or Code.Ldelema or Code.Ldloca or Code.Ldloca_S or Code.Ldarga or Code.Ldarga_S
            or Code.Unbox or Code.Localloc => true,
        Code.Add or Code.Sub or Code.Ldind_I or Code.Ldelem_I => true, // a pointer, if a field is read of it
        Code.Ldarg or Code.Ldarg_S when instruction.Operand is ParameterDefinition parameter => IsAddress(parameter.ParameterType)
            || (parameter == _method.Body.ThisParameter && _method.DeclaringType.IsValueType),
        Code.Ldloc or Code.Ldloc_S => IsAddress(((VariableDefinition)instruction.Operand).VariableType),
        Code.Call or Code.Callvirt => IsAddress(((MethodReference)instruction.Operand).ReturnType),
        Code.Calli => IsAddress(((CallSite)instruction.Operand).ReturnType),
        Code.Ldfld or Code.Ldsfld => IsAddress(((FieldReference)instruction.Operand).FieldType),
        Code.Ldobj or Code.Ldelem_Any => IsAddress((TypeReference)instruction.Operand),
        _ => false,
    };

    private static bool IsAddress(TypeReference type) => type switch
    {
        IModifierType modified => IsAddress(modified.ElementType),
        ByReferenceType or PointerType => true,
        _ => false,
    };

    private int Popped(Instruction instruction) => instruction.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8
            or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.PopAll => int.MaxValue,
        StackBehaviour.Varpop => Arguments(instruction),
        _ => 3,
    };

    private int Arguments(Instruction instruction) => instruction.Operand switch
    {
        MethodReference called => called.Parameters.Count + (called.HasThis && !called.ExplicitThis
            && instruction.OpCode.Code != Code.Newobj ? 1 : 0),
        CallSite site => site.Parameters.Count + (site.HasThis && !site.ExplicitThis ? 1 : 0) + 1,
        _ => _method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1, // ret
    };

    private static int Pushed(Instruction instruction) => instruction.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => (instruction.Operand is CallSite site ? site.ReturnType
            : ((MethodReference)instruction.Operand).ReturnType).MetadataType
            == MetadataType.Void ? 0 : 1,
        _ => 1,
    };

    // One bit an entry, the lowest on top; what lies deeper than 64 counts as no address.
    private readonly record struct Stack(ulong Bits)
    {
        public bool IsAddress => (Bits & 1) != 0;

        public Stack Push(bool isAddress) => new(Bits << 1 | (isAddress ? 1UL : 0));

        public Stack Pop(int count) => new(count >= 64 ? 0 : Bits >> count);
    }
}
