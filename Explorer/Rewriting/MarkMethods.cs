using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>The methods of <see cref="Marks"/>, as one module refers to them.</summary>
internal sealed class MarkMethods(ModuleDefinition module)
{
    private readonly Dictionary<string, MethodReference> _imported = [];
    private readonly MethodReference _ensureStack =
        module.ImportReference(typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.EnsureSufficientExecutionStack)));

    /// <summary>Throws, while there is still room for that on the stack.</summary>
    public Instruction EnsureStack() => Instruction.Create(OpCodes.Call, _ensureStack);

    /// <summary>Makes of a type's token the type.</summary>
    public MethodReference TypeOfToken { get; } = module.ImportReference(typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle)));

    /// <summary>A call of the mark with that name.</summary>
    public Instruction Call(string name)
    {
        if (!_imported.TryGetValue(name, out var method))
        {
            method = module.ImportReference(typeof(Marks).GetMethod(name));
            _imported.Add(name, method);
        }
        return Instruction.Create(OpCodes.Call, method);
    }
}
