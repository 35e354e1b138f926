// Puts a mark before every access to memory that two threads might share: see Controlled/Marks.cs. The value that a store is about to
// write lies on top of the object on the evaluation stack; it is put aside into a local variable, and back after the mark.

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Workbook.Explorer.Rewriting;

/// <summary>Marks the accesses of one assembly.</summary>
internal sealed class AccessMarks(ModuleDefinition module, SiteSection sites)
{
    private readonly MarkMethods _marks = new(module);
    private readonly ThreadStaticFields _threadStatics = new(module);

    public void Apply()
    {
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (method.HasBody) _threadStatics.Apply(method);
                // A static constructor is run once, by the runtime, and all who use the type come after it.
                if (method.HasBody && !(method.IsConstructor && method.IsStatic)) Apply(method);
            }
        }
    }

    private void Apply(MethodDefinition method)
    {
        var body = method.Body;
        body.SimplifyMacros();
        var editor = new BodyEditor(method);
        var where = new SiteFinder(method, sites);
        foreach (var instruction in body.Instructions.ToArray())
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Ldfld or Code.Stfld or Code.Ldflda: Field(editor, where, method, instruction, (FieldReference)instruction.Operand); break;
                case Code.Ldsfld or Code.Stsfld or Code.Ldsflda: StaticField(editor, where, method, instruction, (FieldReference)instruction.Operand); break;
                case >= Code.Ldelem_I1 and <= Code.Ldelem_Ref or Code.Ldelem_Any: LoadElement(editor, where, instruction); break;
                case >= Code.Stelem_I and <= Code.Stelem_Ref or Code.Stelem_Any: StoreElement(editor, where, instruction); break;
                case Code.Ldelema: ElementAddress(editor, instruction); break;
                case >= Code.Ldind_I1 and <= Code.Ldind_Ref or Code.Ldobj:
                    editor.Before(instruction, [Instruction.Create(OpCodes.Dup), SizeOf(StackTypes.OfReferred(instruction, module)), where.Load(instruction), _marks.Call("ReadReference")]);
                    break;
                case Code.Initobj:
                    editor.Before(instruction, [Instruction.Create(OpCodes.Dup), SizeOf(StackTypes.OfReferred(instruction, module)), where.Load(instruction), _marks.Call("WriteReference")]);
                    break;
                case Code.Call or Code.Callvirt or Code.Newobj when IsControlled((MethodReference)instruction.Operand):
                    editor.Before(instruction, [where.Load(instruction), _marks.Call("At")]);
                    break;
                case >= Code.Stind_Ref and <= Code.Stind_R8 or Code.Stind_I or Code.Stobj: StoreReference(editor, where, instruction); break;
            }
        }
        foreach (var handler in body.ExceptionHandlers)
        {
            if (handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter)
                editor.Before(handler.FilterStart ?? handler.HandlerStart, [Instruction.Create(OpCodes.Dup), _marks.Call("Caught")]);
        }
        // At the head, and not before the branch that leads back to it: that one may as well leave the loop.
        var heads = body.Instructions.Where(instruction => instruction.Operand is Instruction target && target.Offset <= instruction.Offset
            && instruction.Offset != 0 && IsBranch(instruction)).Select(instruction => (Instruction)instruction.Operand).Distinct().ToArray();
        foreach (var head in heads) editor.Before(head, [where.Load(head), _marks.Call("Loop")]);
        body.OptimizeMacros();
    }

    private void Field(BodyEditor editor, SiteFinder where, MethodDefinition method, Instruction instruction, FieldReference reference)
    {
        var field = reference.Resolve();
        if (field is null || CompilerFields.IsCache(field) || (field.IsInitOnly && !IsConstructorOf(method, field))) return;
        var declaring = reference.DeclaringType;
        var number = FieldNames.NumberOf(field);
        if (declaring.IsValueType || field.DeclaringType.IsValueType)
        {
            OfStruct(editor, where, method, instruction, reference);
            return;
        }
        var isVolatile = instruction.Previous?.OpCode.Code == Code.Volatile;
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld:
                editor.Before(instruction, [Instruction.Create(OpCodes.Dup), Load(number), where.Load(instruction), _marks.Call(isVolatile ? "ReadVolatile" : "Read")]);
                break;
            case Code.Stfld:
                var value = editor.Local(Inflated.TypeOf(reference, module));
                editor.Before(instruction,
                [
                    Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Dup), Load(number), where.Load(instruction),
                    _marks.Call(isVolatile ? "WriteVolatile" : "Write"), Instruction.Create(OpCodes.Ldloc, value),
                ]);
                break;
            case Code.Ldflda:
                var taken = editor.Before(instruction, [Instruction.Create(OpCodes.Dup)]);
                editor.After(taken, [Load(number), SizeOf(Inflated.TypeOf(reference, module)), _marks.Call("Address")]);
                break;
        }
    }

    // The address of the struct lies on the stack; what it lies in was noted when the address was taken.
    private void OfStruct(BodyEditor editor, SiteFinder where, MethodDefinition method, Instruction instruction, FieldReference reference)
    {
        var type = Inflated.TypeOf(reference, module);
        if (type.IsByReference) return; // only a ref struct has such a field, and lies on the stack
        var isVolatile = instruction.Previous?.OpCode.Code == Code.Volatile ? "Volatile" : "";
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld when StackTypes.IsAddress(isVolatile.Length == 0 ? instruction.Previous : instruction.Previous!.Previous, method):
                editor.Before(instruction,
                [
                    Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldflda, reference), SizeOf(type),
                    where.Load(instruction), _marks.Call($"ReadPart{isVolatile}"),
                ]);
                break;
            case Code.Stfld:
                var value = editor.Local(type);
                editor.Before(instruction,
                [
                    Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Dup),
                    Instruction.Create(OpCodes.Ldflda, reference), SizeOf(type), where.Load(instruction), _marks.Call($"WritePart{isVolatile}"),
                    Instruction.Create(OpCodes.Ldloc, value),
                ]);
                break;
            case Code.Ldflda:
                var taken = editor.Before(instruction, [Instruction.Create(OpCodes.Dup)]);
                editor.After(taken, [_marks.Call("PartAddress")]);
                break;
        }
    }

    private void StaticField(BodyEditor editor, SiteFinder where, MethodDefinition method, Instruction instruction, FieldReference reference)
    {
        var field = reference.Resolve();
        if (field is null || CompilerFields.IsCache(field) || (field.IsInitOnly && !IsConstructorOf(method, field))) return;
        var number = FieldNames.NumberOf(field);
        var kind = instruction.Previous?.OpCode.Code == Code.Volatile ? "Volatile" : "";
        switch (instruction.OpCode.Code)
        {
            case Code.Ldsfld: editor.Before(instruction, [Load(number), where.Load(instruction), _marks.Call($"ReadStatic{kind}")]); break;
            case Code.Stsfld: editor.Before(instruction, [Load(number), where.Load(instruction), _marks.Call($"WriteStatic{kind}")]); break;
            case Code.Ldsflda: editor.After(instruction, [Load(number), SizeOf(Inflated.TypeOf(reference, module)), _marks.Call("StaticAddress")]); break;
        }
    }

    private void LoadElement(BodyEditor editor, SiteFinder where, Instruction instruction)
    {
        var index = editor.Local(module.TypeSystem.IntPtr);
        editor.Before(instruction,
        [
            Instruction.Create(OpCodes.Conv_I), Instruction.Create(OpCodes.Stloc, index), Instruction.Create(OpCodes.Dup),
            Instruction.Create(OpCodes.Ldloc, index), where.Load(instruction), _marks.Call("ReadElement"), Instruction.Create(OpCodes.Ldloc, index),
        ]);
    }

    private void StoreElement(BodyEditor editor, SiteFinder where, Instruction instruction)
    {
        var index = editor.Local(module.TypeSystem.IntPtr);
        var value = editor.Local(StackTypes.OfStored(instruction, module));
        editor.Before(instruction,
        [
            Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Conv_I), Instruction.Create(OpCodes.Stloc, index),
            Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldloc, index), where.Load(instruction), _marks.Call("WriteElement"),
            Instruction.Create(OpCodes.Ldloc, index), Instruction.Create(OpCodes.Ldloc, value),
        ]);
    }

    private void ElementAddress(BodyEditor editor, Instruction instruction)
    {
        var index = editor.Local(module.TypeSystem.IntPtr);
        var taken = editor.Before(instruction,
        [
            Instruction.Create(OpCodes.Conv_I), Instruction.Create(OpCodes.Stloc, index), Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldloc, index),
        ]);
        editor.After(taken, [Instruction.Create(OpCodes.Ldloc, index), SizeOf((TypeReference)taken.Operand), _marks.Call("ElementAddress")]);
    }

    private void StoreReference(BodyEditor editor, SiteFinder where, Instruction instruction)
    {
        var value = editor.Local(StackTypes.OfStored(instruction, module));
        editor.Before(instruction,
        [
            Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Dup), SizeOf(StackTypes.OfReferred(instruction, module)), where.Load(instruction),
            _marks.Call("WriteReference"), Instruction.Create(OpCodes.Ldloc, value),
        ]);
    }

    // By its type, or alone: MemberSwap has been here before.
    private static bool IsControlled(MethodReference called) =>
        TypeSwap.IsReplaced(called.DeclaringType.GetElementType().FullName) || called.DeclaringType.Namespace == typeof(Controlled.Marks).Namespace;

    private static Instruction SizeOf(TypeReference type) => Instruction.Create(OpCodes.Sizeof, type);

    private static Instruction Load(int number) => Instruction.Create(OpCodes.Ldc_I4, number);

    // A leave counts: a loop around a try block may go round by it.
    private static bool IsBranch(Instruction instruction) => instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch;

    private static bool IsConstructorOf(MethodDefinition method, FieldDefinition field) => method.IsConstructor && method.DeclaringType == field.DeclaringType;
}
