// What a child is to run, as it can be written down: which file, which build of it, which method by number.
//
//      here:   delegate -> assembly's path, module version, method token, generic arguments
//      there:  load the file, compare the version, resolve the token
//
// The version is asked because a token is a row number: in another build the same number is another method.

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Ipc.Processes;

/// <summary>A function that can be called in another process: static, and bound to no object of this one.</summary>
internal sealed record EntryPoint(string AssemblyPath, Guid Version, int Token, string[] TypeArguments, string[] MethodArguments)
{
    /// <summary>Writes down <paramref name="function"/>.</summary>
    /// <exception cref="ArgumentException">It cannot be called over there; the message says why.</exception>
    public static EntryPoint Of(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var method = function.Method;
        if (function.GetInvocationList().Length > 1)
            throw new ArgumentException("A child runs one function; this delegate has several.", nameof(function));
        if (function.Target is { } target && !IsEmptyLambdaClass(target.GetType()))
        {
            throw new ArgumentException(IsCompilerGenerated(target.GetType())
                ? "This lambda captures variables (or 'this'), and they do not exist in another process. Use a static method, and pass what it needs as arguments."
                : $"{method.Name} is a method of an object of this process, which does not exist in another one. Use a static method, and pass what it needs as arguments.",
                nameof(function));
        }
        var assembly = method.Module.Assembly;
        if (assembly.Location.Length == 0)
            throw new ArgumentException($"{assembly.GetName().Name} was not loaded from a file, so that another process cannot load it.", nameof(function));
        return new EntryPoint(assembly.Location, method.Module.ModuleVersionId, method.MetadataToken,
            Names(method.DeclaringType?.GetGenericArguments()), Names(method.IsGenericMethod ? method.GetGenericArguments() : null));
    }

    /// <summary>Finds the function in this process; loads its assembly if need be.</summary>
    /// <exception cref="InvalidOperationException">The file is another build by now.</exception>
    public MethodInfo Resolve()
    {
        var module = ChildAssemblies.Load(AssemblyPath).ManifestModule;
        if (module.ModuleVersionId != Version)
            throw new InvalidOperationException($"{AssemblyPath} was built again since the parent loaded it; start the parent again.");
        return (MethodInfo)module.ResolveMethod(Token, Types(TypeArguments), Types(MethodArguments))!;
    }

    /// <summary>Calls it. A lambda is a method of an object without fields: any will do.</summary>
    public static object? Call(MethodInfo method, object?[] arguments)
    {
        var target = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
        return method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static bool IsCompilerGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsEmptyLambdaClass(Type type) =>
        IsCompilerGenerated(type) && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0;

    private static string[] Names(Type[]? types) => types is null ? [] : [.. types.Select(type => type.AssemblyQualifiedName!)];

    private static Type[]? Types(string[] names) => names.Length == 0 ? null : [.. names.Select(name => Type.GetType(name, throwOnError: true)!)];
}
