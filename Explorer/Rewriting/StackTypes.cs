using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>The types of what instructions load and store.</summary>
internal static class StackTypes
{
    /// <summary>A type of the size of what is loaded or stored through a reference.</summary>
    public static TypeReference OfReferred(Instruction instruction, ModuleDefinition module) => instruction.OpCode.Code switch
    {
        Code.Ldobj or Code.Stobj or Code.Initobj => (TypeReference)instruction.Operand,
        Code.Ldind_I or Code.Ldind_Ref or Code.Stind_I or Code.Stind_Ref => module.TypeSystem.IntPtr,
        Code.Ldind_I1 or Code.Ldind_U1 or Code.Stind_I1 => module.TypeSystem.Byte,
        Code.Ldind_I2 or Code.Ldind_U2 or Code.Stind_I2 => module.TypeSystem.Int16,
        Code.Ldind_I8 or Code.Ldind_R8 or Code.Stind_I8 or Code.Stind_R8 => module.TypeSystem.Int64,
        _ => module.TypeSystem.Int32,
    };

    /// <summary>The type of what a stelem or stind instruction stores.</summary>
    public static TypeReference OfStored(Instruction instruction, ModuleDefinition module) => instruction.OpCode.Code switch
    {
        Code.Stelem_Any or Code.Stobj => (TypeReference)instruction.Operand,
        Code.Stelem_I or Code.Stind_I => module.TypeSystem.IntPtr,
        Code.Stelem_I8 or Code.Stind_I8 => module.TypeSystem.Int64,
        Code.Stelem_R4 or Code.Stind_R4 => module.TypeSystem.Single,
        Code.Stelem_R8 or Code.Stind_R8 => module.TypeSystem.Double,
        Code.Stelem_Ref or Code.Stind_Ref => module.TypeSystem.Object,
        _ => module.TypeSystem.Int32,
    };
}
