// Before anything runs, everything that the test can reach is looked through, from call to call, within the assemblies that are
// rewritten. What is only in the same assembly, and not reached, does not matter.
//
//   I1  A virtual call reaches each method that may answer it: of that name, in a type of which objects are made on the way.
//   I2  What the platform may call on an object is reached once objects of its type are made: ToString, Dispose, MoveNext.
//   I3  Whoever touches a type may run its static constructor.
//
// Objects that are made by reflection alone are not seen.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Finds what blocks or starts work and is not controlled.</summary>
internal sealed class Refusals(ProgramImage program)
{
    private readonly Queue<MethodDefinition> _open = new();
    private readonly HashSet<MethodDefinition> _reached = [];
    private readonly HashSet<TypeDefinition> _touched = [], _made = [];
    private readonly List<TypeDefinition> _madeInOrder = [];
    private readonly HashSet<string> _calledVirtually = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _uses = new(StringComparer.Ordinal), _starts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _assemblies = new(StringComparer.Ordinal);
    private readonly List<(string Assembly, string Type)> _initialized = [];

    /// <summary>What the method can reach.</summary>
    public Reach ReachedFrom(MethodDefinition method)
    {
        Reach(method);
        while (_open.TryDequeue(out var next)) LookThrough(next);
        foreach (var constructor in _reached.Where(reached => reached.IsConstructor && reached.IsStatic))
            LookAtStarts(constructor);
        return new Reach([.. _uses], [.. _assemblies], _initialized);
    }

    private void LookThrough(MethodDefinition method)
    {
        if (!method.HasBody) return;
        foreach (var local in method.Body.Variables) MakeStruct(local.VariableType);
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case MethodReference called: Call(method, instruction, called); break;
                case FieldReference field when OfProgram(field.DeclaringType) is { } type: Touch(type); break;
                case CallSite { CallingConvention: not (MethodCallingConvention.Default or MethodCallingConvention.VarArg) }:
                    _uses.Add($"an unmanaged function in {Where(method, instruction)}");
                    break;
                case TypeReference type when instruction.OpCode.Code is Code.Box or Code.Constrained or Code.Initobj:
                    MakeStruct(type);
                    break;
            }
        }
    }

    private void Call(MethodDefinition method, Instruction instruction, MethodReference called)
    {
        if (called.DeclaringType is ArrayType) return; // the runtime's own: elements of a rectangular array
        var type = called.DeclaringType.GetElementType();
        if (called is GenericInstanceMethod generic)
        {
            foreach (var argument in generic.GenericArguments) MakeArgument(argument);
        }
        if (called.DeclaringType is GenericInstanceType instance)
        {
            foreach (var argument in instance.GenericArguments) MakeArgument(argument);
        }
        // A type of the program's own that is a task runs what the platform gives it, and not what stands in its place.
        var isOfTask = called.Name == ".ctor"
            && called.DeclaringType is { Namespace: "System.Threading.Tasks", Name: "Task" or "Task`1" };
        if (isOfTask && instruction.OpCode.Code == Code.Call) Refuse(method, instruction, called);
        if (MemberSwap.IsReplaced(called) || Uncontrolled.IsHarmless(called)) return;
        if (type.FullName == "System.Threading.Thread" && called.Name is "Start" or "UnsafeStart")
            _starts.Add($"{type.FullName}.{called.Name} in {Where(method, instruction)}");
        if (Uncontrolled.Contains(called) || Uncontrolled.Contains(type) || Uncontrolled.GivesTask(called)
            || TypeSwap.Lacks(called))
            Refuse(method, instruction, called);
        else if (OfProgram(called.DeclaringType) is { } owner)
        {
            if (called.Resolve() is not { } definition) return;
            if (definition is { IsPInvokeImpl: true, PInvokeInfo: var native })
                _uses.Add($"{native.EntryPoint} of {native.Module.Name} in {Where(method, instruction)}");
            Touch(owner);
            if (definition.IsConstructor && !definition.IsStatic) Make(owner);
            if (definition.IsVirtual) CallVirtually(definition);
            Reach(definition);
        }
        else if (!program.CanResolve(type.Scope)) throw program.Missing(method.Module, type.Scope);
        else if (!TypeSwap.IsReplaced(Outermost(type).FullName) && TypeSwap.IsMentionedIn(called.GetElementMethod()))
            Refuse(method, instruction, called);
    }

    // In a static constructor nothing is controlled, and so no thread may be started there.
    private void LookAtStarts(MethodDefinition constructor)
    {
        var inside = new Refusals(program);
        inside.Reach(constructor);
        while (inside._open.TryDequeue(out var next)) inside.LookThrough(next);
        foreach (var start in inside._starts) _uses.Add($"{start} (within a static constructor)");
    }

    private void Refuse(MethodDefinition method, Instruction instruction, MethodReference called) =>
        _uses.Add($"{called.DeclaringType.GetElementType().FullName}.{called.Name} in {Where(method, instruction)}");

    private void Reach(MethodDefinition method)
    {
        if (!_reached.Add(method)) return;
        Touch(method.DeclaringType);
        _open.Enqueue(method);
    }

    private void Touch(TypeDefinition type)
    {
        if (!_touched.Add(type)) return;
        var assembly = type.Module.Assembly.Name.Name;
        if (_assemblies.Add(assembly)) Touch(type.Module.Types[0]); // <Module>, whose static constructor runs first
        if (type.Methods.FirstOrDefault(candidate => candidate.IsConstructor && candidate.IsStatic) is { } constructor)
            Reach(constructor);
        if (type.HasFields && type.Fields.Any(field => field.IsStatic && !field.IsLiteral))
            _initialized.Add((assembly, type.FullName.Replace('/', '+')));
    }

    private void CallVirtually(MethodDefinition method)
    {
        if (!_calledVirtually.Add(VirtualMethods.KeyOf(method))) return;
        if (method.IsStatic) // of an interface: nobody makes an object first
        {
            foreach (var type in method.Module.GetTypes()) ReachAnswers(type, VirtualMethods.KeyOf(method));
        }
        for (var i = 0; i < _madeInOrder.Count; i++) ReachAnswers(_madeInOrder[i], VirtualMethods.KeyOf(method));
    }

    private void ReachAnswers(TypeDefinition type, string key)
    {
        foreach (var candidate in type.Methods)
        {
            if (VirtualMethods.Answers(candidate, key)) Reach(candidate);
        }
    }

    private void Make(TypeDefinition? type)
    {
        for (; type is not null && _made.Add(type); type = OfProgram(type.BaseType))
        {
            _madeInOrder.Add(type);
            Touch(type);
            foreach (var interfaceType in type.Interfaces)
            {
                if (OfProgram(interfaceType.InterfaceType) is { } own) Make(own); // its default methods
            }
            var calledByPlatform = VirtualMethods.OfPlatform(type, out var impossible);
            if (impossible is not null) _uses.Add($"{impossible} in {MethodNames.Shown(type)}");
            foreach (var candidate in type.Methods)
            {
                if (!candidate.IsVirtual) continue;
                var keys = VirtualMethods.KeysOf(candidate);
                if (keys.Any(key => calledByPlatform.Contains(key) || _calledVirtually.Contains(key))) Reach(candidate);
            }
        }
    }

    private void MakeStruct(TypeReference type)
    {
        if (OfProgram(type) is { IsValueType: true } own) Make(own);
    }

    // Of a type argument objects may be made too: new T().
    private void MakeArgument(TypeReference type)
    {
        if (OfProgram(type) is not { } own || own.IsInterface) return;
        var constructor = own.Methods.FirstOrDefault(candidate => candidate.Name == ".ctor" && candidate.Parameters.Count == 0);
        if (constructor is not null) Reach(constructor);
        Make(own);
    }

    private TypeDefinition? OfProgram(TypeReference? type)
    {
        if (type is null or GenericParameter or ArrayType or ByReferenceType or PointerType) return null;
        var element = type.GetElementType();
        var name = element.Scope switch
        {
            AssemblyNameReference reference => reference.Name,
            ModuleDefinition module => module.Assembly.Name.Name,
            _ => "",
        };
        return program.Contains(name) ? element.Resolve() : null;
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type;
    }

    private static string Where(MethodDefinition method, Instruction instruction)
    {
        var point = method.DebugInformation.SequencePoints.LastOrDefault(candidate =>
            candidate.Offset <= instruction.Offset && candidate.StartLine != 0xFEEFEE);
        return new Site(MethodNames.Shown(method), point?.Document.Url, point?.StartLine ?? 0) is { File: not null } site
            ? $"{site.Method}, {site}"
            : MethodNames.Shown(method);
    }
}
