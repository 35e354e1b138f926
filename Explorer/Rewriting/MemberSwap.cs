// A type that cannot be replaced as a whole, because the platform's own code passes it around, is replaced a member at a time:
//
//      call  DateTime System.DateTime::get_UtcNow()                      ->   call  DateTime Controlled.Clocks::get_UtcNow()
//      call  instance bool CancellationToken::get_IsCancellationRequested()   ->   call  bool CancellationTokens::IsCancellationRequested(ref token)
//      newobj  System.Random::.ctor()                                    ->   call  Random Controlled.Chance::New()
//
// A struct's method finds the address of the struct on the stack, and so does the static method in its place.

using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Workbook.Explorer.Controlled;

namespace Workbook.Explorer.Rewriting;

/// <summary>Puts controlled static methods in the place of single members of the platform.</summary>
internal static class MemberSwap
{
    private static readonly Dictionary<string, MethodInfo> _replaced = Find();

    /// <summary>Whether calls of it are redirected.</summary>
    public static bool IsReplaced(MethodReference member) => _replaced.ContainsKey(Key(member));

    public static void Apply(ModuleDefinition module)
    {
        foreach (var type in module.GetTypes())
        {
            foreach (var method in type.Methods)
            {
                if (method.HasBody) Apply(module, method);
            }
        }
    }

    private static void Apply(ModuleDefinition module, MethodDefinition method)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called || !_replaced.TryGetValue(Key(called), out var controlled)) continue;
            if (called.Name == ".ctor" && instruction.OpCode.Code == Code.Call) continue; // of the base class, by a constructor
            if (instruction.OpCode.Code is Code.Callvirt or Code.Newobj) instruction.OpCode = OpCodes.Call;
            instruction.Operand = module.ImportReference(controlled);
        }
    }

    private static Dictionary<string, MethodInfo> Find()
    {
        var found = new Dictionary<string, MethodInfo>();
        foreach (var type in typeof(Marks).Assembly.GetTypes())
        {
            foreach (var member in type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                foreach (var replaces in member.GetCustomAttributes<ReplacesAttribute>())
                {
                    var method = member is PropertyInfo property ? property.GetMethod! : (MethodInfo)member;
                    found.Add(Key(replaces.Platform, replaces.Member!, method), method);
                }
            }
        }
        return found;
    }

    private static string Key(Type platform, string member, MethodInfo controlled)
    {
        var all = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var parameters = Array.ConvertAll(controlled.GetParameters(), parameter => parameter.ParameterType);
        var own = platform.GetMembers(all).OfType<MethodBase>().First(candidate =>
            (candidate.Name == member || candidate.Name == $"get_{member}")
            && candidate.GetParameters().Select(parameter => parameter.ParameterType)
                .SequenceEqual(candidate is MethodInfo { IsStatic: false } ? parameters.Skip(1) : parameters));
        return $"{platform.FullName}::{own.Name}({string.Join(',', own.GetParameters().Select(parameter => NameOf(parameter.ParameterType)))})";
    }

    private static string Key(MethodReference member) =>
        $"{member.DeclaringType.FullName}::{member.Name}({string.Join(',', member.Parameters.Select(parameter => parameter.ParameterType.FullName))})";

    // As Cecil writes it.
    private static string NameOf(Type type)
    {
        if (type.IsByRef) return $"{NameOf(type.GetElementType()!)}&";
        if (type.IsArray) return $"{NameOf(type.GetElementType()!)}[]";
        if (!type.IsGenericType) return type.FullName ?? type.Name;
        return $"{type.GetGenericTypeDefinition().FullName}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>";
    }
}
