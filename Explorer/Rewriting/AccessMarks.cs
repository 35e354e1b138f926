// Puts a mark before every access to memory that two threads might share: see Controlled/Marks.cs. The value that a store is
// about to write lies on top of the object on the evaluation stack; it is put aside into a local variable, and back after the
// mark.
//
//      fields        FieldMarks          Account.balance, static or not, and what lies in a field that is a struct
//      elements      ElementMarks        a[i], a[i, j]
//                    RectangularMarks, SpanMarks
//      references    ReferenceMarks      ref, in and out, pointers
//      calls         CallMarks           what the platform's code does to memory that is passed to it
//
// Not marked: fields that are readonly, what lies on the stack (ref structs), what the compiler keeps for itself, static
// constructors.

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
            foreach (var method in type.Methods.ToArray()) // accessors of static fields are added on the way
            {
                if (!method.HasBody) continue;
                _threadStatics.Apply(method);
                // A static constructor is run once, by the runtime, and all who use the type come after it.
                if (!(method.IsConstructor && method.IsStatic)) Apply(method);
            }
        }
    }

    private void Apply(MethodDefinition method)
    {
        var body = method.Body;
        body.SimplifyMacros();
        var marked = new MarkedMethod(method, module, _marks, new SiteFinder(method, sites));
        var catches = Catches(body);
        var instructions = body.Instructions.ToArray();
        var heads = Heads(instructions);
        for (var first = 0; first < instructions.Length;)
        {
            var last = first;
            while (instructions[last].OpCode.OpCodeType == OpCodeType.Prefix) last++;
            for (var i = first; i <= last; i++) marked.Shapes.Enter(instructions[i]);
            var instruction = instructions[last];
            if (catches.Contains(instructions[first]))
                marked.Editor.Before(Instruction.Create(OpCodes.Dup), _marks.Call("Caught"));
            if (heads.Contains(instructions[first])) marked.Editor.Before(marked.Loop(instruction), _marks.Call("Loop"));
            Mark(marked, instruction, instructions.AsSpan(first..last));
            for (var i = first; i <= last; i++) marked.Shapes.Leave(instructions[i]);
            marked.Editor.Write(instructions.AsSpan(first..(last + 1)));
            first = last + 1;
        }
        if (marked.Editor.HasChanges) marked.Editor.Finish();
        // Endless recursion would end the process; this makes an exception of it, which is told like any other.
        if (instructions.Any(instruction => instruction.OpCode.FlowControl == FlowControl.Call))
            body.Instructions.Insert(0, _marks.EnsureStack());
        body.OptimizeMacros();
    }

    private static void Mark(MarkedMethod method, Instruction instruction, ReadOnlySpan<Instruction> prefixes)
    {
        var (isVolatile, isConstrained) = (false, false);
        foreach (var prefix in prefixes)
        {
            isVolatile |= prefix.OpCode.Code == Code.Volatile;
            isConstrained |= prefix.OpCode.Code == Code.Constrained;
        }
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld or Code.Stfld or Code.Ldflda or Code.Ldsfld or Code.Stsfld or Code.Ldsflda:
                FieldMarks.Add(method, instruction, (FieldReference)instruction.Operand, isVolatile);
                break;
            case Code.Call or Code.Callvirt or Code.Newobj when IsControlled((MethodReference)instruction.Operand):
                method.Editor.Before(method.Site(instruction), method.Call("At"));
                break;
            case Code.Call when ((MethodReference)instruction.Operand).DeclaringType is ArrayType:
                RectangularMarks.Add(method, instruction, (MethodReference)instruction.Operand);
                break;
            case Code.Call or Code.Callvirt or Code.Newobj when !isConstrained:
                CallMarks.Add(method, instruction, (MethodReference)instruction.Operand);
                break;
            case >= Code.Ldelema and <= Code.Stelem_Any: ElementMarks.Add(method, instruction); break;
            default: ReferenceMarks.Add(method, instruction, isVolatile); break;
        }
    }

    // By its type, or alone: MemberSwap has been here before.
    private static bool IsControlled(MethodReference called)
    {
        var type = called.DeclaringType.GetElementType();
        if (IsBuilder(type)) return false;
        return TypeSwap.IsReplaced(type.FullName)
            || type.Namespace.StartsWith(typeof(Controlled.Marks).Namespace!, StringComparison.Ordinal)
            || Uncontrolled.IsBaseOfControlled(type);
    }

    // The compiler calls it, from lines that stand nowhere: what an async method does is told of the line that it came to before.
    private static bool IsBuilder(TypeReference type) => type.Namespace == "System.Runtime.CompilerServices"
        && type.Name.StartsWith("Async", StringComparison.Ordinal)
        && type.Name.Contains("MethodBuilder", StringComparison.Ordinal);

    // Where loops begin: what is jumped back to. There, and not before the branch that leads back, which may as well leave the
    // loop.
    private static HashSet<Instruction> Heads(Instruction[] instructions)
    {
        var heads = new HashSet<Instruction>();
        foreach (var instruction in instructions)
        {
            if (instruction.Operand is Instruction target && target.Offset <= instruction.Offset) heads.Add(target);
            if (instruction.Operand is not Instruction[] targets) continue;
            foreach (var each in targets)
            {
                if (each.Offset <= instruction.Offset) heads.Add(each);
            }
        }
        return heads;
    }

    // Where what unwinds an execution that is over could be caught.
    private static HashSet<Instruction> Catches(MethodBody body) =>
    [
        .. body.ExceptionHandlers.Where(handler =>
            handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter)
            .Select(handler => handler.FilterStart ?? handler.HandlerStart),
    ];
}
