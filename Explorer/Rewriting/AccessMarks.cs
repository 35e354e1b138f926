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

    public void Apply()
    {
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
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
                case Code.Ldelema: ElementAddress(editor, where, instruction); break;
                case >= Code.Ldind_I1 and <= Code.Ldind_Ref or Code.Ldobj:
                    editor.Before(instruction, [Instruction.Create(OpCodes.Dup), where.Load(instruction), _marks.Call("ReadReference")]);
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
        if (field is null || IsPrivateToCompiler(field) || (field.IsInitOnly && !IsConstructorOf(method, field))) return;
        var declaring = reference.DeclaringType;
        var number = FieldMap.NumberOf(FullName(field), Shown(field));
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
                editor.After(taken, [Load(number), where.Load(instruction), _marks.Call("Address")]);
                break;
        }
    }

    // The address of the struct lies on the stack; what it lies in was noted when the address was taken.
    private void OfStruct(BodyEditor editor, SiteFinder where, MethodDefinition method, Instruction instruction, FieldReference reference)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld when StackTypes.IsAddress(instruction.Previous, method):
                editor.Before(instruction, [Instruction.Create(OpCodes.Dup), where.Load(instruction), _marks.Call("ReadReference")]);
                break;
            case Code.Stfld:
                var value = editor.Local(Inflated.TypeOf(reference, module));
                editor.Before(instruction,
                [
                    Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Dup), where.Load(instruction),
                    _marks.Call("WriteReference"), Instruction.Create(OpCodes.Ldloc, value),
                ]);
                break;
        }
    }

    private void StaticField(BodyEditor editor, SiteFinder where, MethodDefinition method, Instruction instruction, FieldReference reference)
    {
        var field = reference.Resolve();
        if (field is null || IsPrivateToCompiler(field) || (field.IsInitOnly && !IsConstructorOf(method, field))) return;
        var number = FieldMap.NumberOf(FullName(field), Shown(field));
        var kind = instruction.Previous?.OpCode.Code == Code.Volatile ? "Volatile" : "";
        switch (instruction.OpCode.Code)
        {
            case Code.Ldsfld: editor.Before(instruction, [Load(number), where.Load(instruction), _marks.Call($"ReadStatic{kind}")]); break;
            case Code.Stsfld: editor.Before(instruction, [Load(number), where.Load(instruction), _marks.Call($"WriteStatic{kind}")]); break;
            case Code.Ldsflda: editor.After(instruction, [Load(number), where.Load(instruction), _marks.Call("StaticAddress")]); break;
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

    private void ElementAddress(BodyEditor editor, SiteFinder where, Instruction instruction)
    {
        var index = editor.Local(module.TypeSystem.IntPtr);
        var taken = editor.Before(instruction,
        [
            Instruction.Create(OpCodes.Conv_I), Instruction.Create(OpCodes.Stloc, index), Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldloc, index),
        ]);
        editor.After(taken, [Instruction.Create(OpCodes.Ldloc, index), where.Load(instruction), _marks.Call("ElementAddress")]);
    }

    private void StoreReference(BodyEditor editor, SiteFinder where, Instruction instruction)
    {
        var value = editor.Local(StackTypes.OfStored(instruction, module));
        editor.Before(instruction,
        [
            Instruction.Create(OpCodes.Stloc, value), Instruction.Create(OpCodes.Dup), where.Load(instruction), _marks.Call("WriteReference"),
            Instruction.Create(OpCodes.Ldloc, value),
        ]);
    }

    // By its type, or alone: MemberSwap has been here before.
    private static bool IsControlled(MethodReference called) =>
        TypeSwap.IsReplaced(called.DeclaringType.GetElementType().FullName) || called.DeclaringType.Namespace == typeof(Controlled.Marks).Namespace;

    private static Instruction Load(int number) => Instruction.Create(OpCodes.Ldc_I4, number);

    // A leave counts: a loop around a try block may go round by it.
    private static bool IsBranch(Instruction instruction) => instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch;

    private static bool IsConstructorOf(MethodDefinition method, FieldDefinition field) => method.IsConstructor && method.DeclaringType == field.DeclaringType;

    // Delegates that the compiler keeps, so as not to make them twice: which of two threads fills the cache nobody can see.
    private static bool IsPrivateToCompiler(FieldDefinition field) =>
        field.Name.StartsWith("<>9", StringComparison.Ordinal) || field.DeclaringType.Name.StartsWith("<>O", StringComparison.Ordinal)
        || field.DeclaringType.FullName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);

    private static string FullName(FieldDefinition field) => $"{field.Module.Assembly.Name.Name}/{field.DeclaringType.FullName}.{field.Name}";

    private static string Shown(FieldDefinition field)
    {
        var name = field.Name.StartsWith('<') && field.Name.IndexOf('>') is var end and > 1 ? field.Name[1..end] : field.Name;
        var type = field.DeclaringType.Name;
        return type.StartsWith('<') ? name : $"{type}.{name}";
    }
}
