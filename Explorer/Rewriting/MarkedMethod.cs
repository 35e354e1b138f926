using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>A method while marks are put into it.</summary>
internal sealed class MarkedMethod(MethodDefinition method, ModuleDefinition module, MarkMethods marks, SiteFinder sites)
{
    public MethodDefinition Definition { get; } = method;

    public ModuleDefinition Module { get; } = module;

    public BodyEditor Editor { get; } = new(method);

    /// <summary>What lies on the evaluation stack before the instruction.</summary>
    public StackShapes Shapes { get; } = new(method);

    /// <summary>Loads the number of the instruction's place in the source.</summary>
    public Instruction Site(Instruction instruction) => sites.Load(instruction);

    /// <summary>Loads the number of a loop.</summary>
    public Instruction Loop(Instruction head) => sites.LoadLoop(head);

    /// <summary>Calls the mark with that name.</summary>
    public Instruction Call(string mark) => marks.Call(mark);

    /// <summary>Loads what tells the static field from that of the same name in another instance of a generic type: the type, or
    /// null.</summary>
    public Instruction[] Owner(FieldReference field) => field.DeclaringType is GenericInstanceType type
        ? [Instruction.Create(OpCodes.Ldtoken, type), Instruction.Create(OpCodes.Call, marks.TypeOfToken)]
        : [Instruction.Create(OpCodes.Ldnull)];

    /// <summary>Loads a function that returns the address of the static field.</summary>
    public Instruction Accessor(FieldReference field) => Instruction.Create(OpCodes.Ldftn, StaticAccessors.Of(field, Definition));

    public static Instruction Number(int number) => Instruction.Create(OpCodes.Ldc_I4, number);

    /// <summary>Loads how many bytes a value of the type takes.</summary>
    public static Instruction SizeOf(TypeReference type) => Instruction.Create(OpCodes.Sizeof, type);

    public static Instruction Dup() => Instruction.Create(OpCodes.Dup);

    public static Instruction Load(VariableDefinition variable) => Instruction.Create(OpCodes.Ldloc, variable);

    public static Instruction Store(VariableDefinition variable) => Instruction.Create(OpCodes.Stloc, variable);
}
