// A [ThreadStatic] field is one of the controlled thread, and not of the thread of the system that carries it, which carries
// another one in the next execution:
//
//      ldsfld  f     ->   ldc field; call ThreadFields.Load<Owner, T>
//      stsfld  f     ->   ldc field; call ThreadFields.Store<Owner, T>
//      ldsflda f     ->   ldc field; call ThreadFields.Place<Owner, T>

using Mono.Cecil;
using Mono.Cecil.Cil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>Moves the [ThreadStatic] fields that one assembly uses into the controlled threads.</summary>
internal sealed class ThreadStaticFields(ModuleDefinition module)
{
    private readonly Dictionary<string, MethodReference> _methods = [];

    public void Apply(MethodDefinition method)
    {
        var instructions = method.Body.Instructions;
        for (var i = 0; i < instructions.Count; i++)
        {
            var instruction = instructions[i];
            if (instruction.OpCode.Code is not (Code.Ldsfld or Code.Stsfld or Code.Ldsflda)) continue;
            var reference = (FieldReference)instruction.Operand;
            if (reference.Resolve() is not { } field || !IsOne(field)) continue;
            var call = Instruction.Create(OpCodes.Call, Access(instruction.OpCode.Code, reference));
            (instruction.OpCode, instruction.Operand) = (OpCodes.Ldc_I4, FieldNames.NumberOf(field));
            call.Offset = instruction.Offset;
            instructions.Insert(++i, call);
        }
    }

    public static bool IsOne(FieldDefinition field) => field.HasCustomAttributes
        && field.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "System.ThreadStaticAttribute");

    private GenericInstanceMethod Access(Code code, FieldReference field)
    {
        var name = code switch
        {
            Code.Ldsfld => nameof(ThreadFields.Load),
            Code.Stsfld => nameof(ThreadFields.Store),
            _ => nameof(ThreadFields.Place),
        };
        if (!_methods.TryGetValue(name, out var method))
        {
            method = module.ImportReference(typeof(ThreadFields).GetMethod(name));
            _methods.Add(name, method);
        }
        var type = Inflated.TypeOf(field);
        var instance = new GenericInstanceMethod(method);
        instance.GenericArguments.Add(field.DeclaringType);
        instance.GenericArguments.Add(type is PointerType or FunctionPointerType ? module.TypeSystem.IntPtr : type);
        return instance;
    }
}
