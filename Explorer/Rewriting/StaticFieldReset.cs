// What a static field keeps from one execution would make the next another one. So each type gets
//
//      <>clear         all its static fields become default
//      <>initialize    its static constructor as it was written; none, if it had none
//      .cctor          hands both to the explorer, which runs <>initialize now, and both again before each execution
//
// A field that was static readonly is so no more: the runtime would take its first value for its last. One that is [ThreadStatic]
// is left out: nobody uses it (ThreadStaticFields). To clear it would use it after all, and the runtime gives the place of such a
// field to the next program when one is unloaded, while threads that cleared it before still write to the old one.

using Mono.Cecil;
using Mono.Cecil.Cil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>Makes the static fields of one assembly such that they can be set back.</summary>
internal sealed class StaticFieldReset(ModuleDefinition module)
{
    private const MethodAttributes Private = MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig;
    private const MethodAttributes Constructor = Private | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;

    private readonly MethodReference _action = module.ImportReference(typeof(Action).GetConstructors()[0]);
    private readonly MethodReference _register =
        module.ImportReference(typeof(StaticFields).GetMethod(nameof(StaticFields.Initialize)));

    public void Apply()
    {
        foreach (var type in module.GetTypes().ToArray())
        {
            if (CompilerFields.IsCache(type)) continue;
            var fields = type.Fields.Where(field => field.IsStatic && !field.IsLiteral && field.RVA == 0
                && !CompilerFields.IsCache(field) && !ThreadStaticFields.IsOne(field)).ToList();
            var constructor = type.Methods.FirstOrDefault(method => method.IsConstructor && method.IsStatic);
            if (fields.Count > 0 || constructor is not null) Apply(type, fields, constructor);
        }
    }

    private void Apply(TypeDefinition type, List<FieldDefinition> fields, MethodDefinition? constructor)
    {
        var self = StaticAccessors.Self(type);
        if (constructor is not null)
        {
            constructor.Name = "<>initialize";
            constructor.Attributes = Private;
        }
        var clear = new MethodDefinition("<>clear", Private, module.TypeSystem.Void);
        foreach (var field in fields)
        {
            field.IsInitOnly = false;
            clear.Body.Instructions.Add(Instruction.Create(OpCodes.Ldsflda,
                new FieldReference(field.Name, field.FieldType, self)));
            clear.Body.Instructions.Add(Instruction.Create(OpCodes.Initobj, field.FieldType));
        }
        clear.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));

        var wrapper = new MethodDefinition(".cctor", Constructor, module.TypeSystem.Void);
        AddDelegate(wrapper.Body.Instructions, self, clear);
        if (constructor is null) wrapper.Body.Instructions.Add(Instruction.Create(OpCodes.Ldnull));
        else AddDelegate(wrapper.Body.Instructions, self, constructor);
        wrapper.Body.Instructions.Add(Instruction.Create(OpCodes.Call, _register));
        wrapper.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));

        type.Methods.Add(clear);
        type.Methods.Add(wrapper);
        if (constructor is null) type.IsBeforeFieldInit = true;
    }

    private void AddDelegate(Mono.Collections.Generic.Collection<Instruction> body, TypeReference self, MethodDefinition method)
    {
        body.Add(Instruction.Create(OpCodes.Ldnull));
        body.Add(Instruction.Create(OpCodes.Ldftn, self == method.DeclaringType || self is TypeDefinition ? method
            : new MethodReference(method.Name, module.TypeSystem.Void, self)));
        body.Add(Instruction.Create(OpCodes.Newobj, _action));
    }
}
