// A type that cannot be replaced as a whole, because the platform's own code passes it around, is replaced a member at a time:
//
//      call    DateTime::get_UtcNow()                                  ->   call  Clocks::get_UtcNow()
//      call    instance CancellationToken::ThrowIfCancellationRequested()  ->   call  CancellationTokens::the same(ref token)
//      newobj  Random::.ctor()                                         ->   call  Chance::New()
//
// A struct's method finds the address of the struct on the stack, and so does the static method in its place. A class's own
// code that calls what it inherits (base.X) is left as it is.

using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>Puts controlled static methods in the place of single members of the platform.</summary>
internal static class MemberSwap
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const BindingFlags OfPlatform = Own | BindingFlags.NonPublic; // what a derived class calls

    private static readonly Dictionary<string, (MethodBase Platform, MethodInfo Controlled)> _replaced = Find();

    /// <summary>Whether calls of it are redirected.</summary>
    public static bool IsReplaced(MethodReference member) => _replaced.ContainsKey(KeyOf(member));

    public static void Apply(ModuleDefinition module)
    {
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods))
        {
            if (!method.HasBody) continue;
            foreach (var instruction in method.Body.Instructions.ToArray())
            {
                if (instruction.Operand is MethodReference called && _replaced.TryGetValue(KeyOf(called), out var found))
                    Redirect(method, instruction, called, found);
            }
        }
    }

    private static void Redirect(MethodDefinition method, Instruction instruction, MethodReference called,
        (MethodBase Platform, MethodInfo Controlled) found)
    {
        var isOfClass = !found.Platform.IsStatic && !found.Platform.DeclaringType!.IsValueType;
        var isOfBase = instruction.OpCode.Code == Code.Call && (found.Platform.IsVirtual || found.Platform.IsConstructor);
        if (isOfClass && (isOfBase || instruction.Previous?.OpCode.Code == Code.Constrained)) return;
        var controlled = method.Module.ImportReference(found.Controlled);
        if (controlled.GenericParameters.Count > 0)
        {
            var made = new GenericInstanceMethod(controlled); // the arguments of the type, then those of the method
            var ofType = (called.DeclaringType as GenericInstanceType)?.GenericArguments ?? [];
            var ofMethod = (called as GenericInstanceMethod)?.GenericArguments ?? [];
            foreach (var argument in ofType.Concat(ofMethod)) made.GenericArguments.Add(argument);
            controlled = made;
        }
        if (instruction.OpCode.Code == Code.Ldvirtftn) // a delegate of a virtual method: the object was there to find out which
        {
            method.Body.GetILProcessor().InsertBefore(instruction, Instruction.Create(OpCodes.Pop));
            instruction.OpCode = OpCodes.Ldftn;
        }
        if (instruction.OpCode.Code is Code.Callvirt or Code.Newobj) instruction.OpCode = OpCodes.Call;
        instruction.Operand = controlled;
    }

    private static Dictionary<string, (MethodBase, MethodInfo)> Find()
    {
        var found = new Dictionary<string, (MethodBase, MethodInfo)>();
        foreach (var member in typeof(Marks).Assembly.GetTypes().SelectMany(type => type.GetMembers(Own)))
        {
            foreach (var replaces in member.GetCustomAttributes<ReplacesAttribute>())
            {
                if (replaces.Member is null) continue; // a nested type
                var controlled = member is PropertyInfo property ? property.GetMethod! : (MethodInfo)member;
                var platform = PlatformOf(controlled, replaces);
                found.Add(KeyOf(platform.DeclaringType!.FullName!, Signatures.Of(platform)), (platform, controlled));
            }
        }
        return found;
    }

    private static MethodBase PlatformOf(MethodInfo controlled, ReplacesAttribute replaces) =>
        replaces.Platform.GetMembers(OfPlatform).OfType<MethodBase>().First(candidate =>
            (candidate.Name == replaces.Member || candidate.Name == $"get_{replaces.Member}")
            && ParametersOf(candidate) == ParametersOf(controlled, candidate.IsStatic || candidate.IsConstructor ? 0 : 1));

    private static string ParametersOf(MethodBase method, int skipped = 0) => string.Join(',',
        method.GetParameters().Skip(skipped).Select(parameter => parameter.ParameterType.ToString()));

    private static string KeyOf(MethodReference member) =>
        KeyOf(member.DeclaringType.GetElementType().FullName, Signatures.Of(member));

    private static string KeyOf(string type, string signature) => $"{type}::{signature}";
}
