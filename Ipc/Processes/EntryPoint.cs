// What a child is to run, as it can be written down: which file, which build of it, which row of its tables.
//
//      here:   delegate -> assembly's path, module version, method token, generic arguments      (a worker: its class's token)
//      there:  load the file, compare the version, resolve the token
//
// The version is asked because a token is a row number: in another build the same number is another method.

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Ipc.Processes;

/// <summary>A function that can be called in another process: static, and bound to no object of this one. Or a class that can
/// be made there.</summary>
/// <param name="assemblyPath">The file.</param>
/// <param name="version">The build.</param>
/// <param name="token">The method's or the class's row; its highest byte tells which.</param>
/// <param name="typeArguments">Those of the class: the file of the first, its name, the file of the second ...</param>
/// <param name="methodArguments">Those of the method.</param>
internal sealed class EntryPoint(
    string assemblyPath, Guid version, int token, string[] typeArguments, string[] methodArguments)
{
    private const int TypeTable = 0x02; // ECMA-335, II.22.37; methods are 0x06

    /// <summary>Whether it names the class of a worker.</summary>
    public bool IsClass => token >> 24 == TypeTable;

    /// <summary>Writes down <paramref name="function"/>.</summary>
    /// <exception cref="ArgumentException">It cannot be called over there; the message says why.</exception>
    public static EntryPoint Of(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var method = function.Method;
        if (!function.HasSingleTarget)
            throw new ArgumentException("A child runs one function; this delegate has several.", nameof(function));
        if (function.Target is { } target && !IsEmptyLambdaClass(target.GetType()))
        {
            throw new ArgumentException(IsCompilerGenerated(target.GetType())
                ? "This lambda captures variables (or 'this'), and they do not exist in another process. "
                    + "Use a static method, and pass what it needs as arguments."
                : $"{method.Name} is a method of an object of this process, which does not exist in another one. "
                    + "Use a static method, and pass what it needs as arguments.",
                nameof(function));
        }
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw new ArgumentException(
                $"{method.Name} is async void: nobody could tell when it has ended. Let it return Task.", nameof(function));
        }
        if (IsValueTask(method.ReturnType))
            throw new ArgumentException($"{method.Name} returns a ValueTask; let it return a Task.", nameof(function));
        var types = method.DeclaringType?.GetGenericArguments();
        return new EntryPoint(PathOf(method.Module.Assembly, nameof(function)), method.Module.ModuleVersionId,
            method.MetadataToken,
            Names(types), Names(method.IsGenericMethod ? method.GetGenericArguments() : null));
    }

    /// <summary>Writes down a class.</summary>
    /// <exception cref="ArgumentException">It was not loaded from a file.</exception>
    public static EntryPoint Of(Type type) =>
        new(PathOf(type.Assembly, nameof(type)), type.Module.ModuleVersionId, type.MetadataToken,
            Names(type.GetGenericArguments()), []);

    public void Write(LaunchWriter writer)
    {
        writer.Write(assemblyPath);
        writer.Write(version.ToByteArray());
        writer.Write(token);
        Write(writer, typeArguments);
        Write(writer, methodArguments);
    }

    public static EntryPoint Read(LaunchReader reader) =>
        new(reader.ReadText(), new Guid(reader.ReadBytes()), reader.ReadNumber(), ReadNames(reader), ReadNames(reader));

    /// <summary>Finds the function in this process; loads its assembly if need be.</summary>
    /// <exception cref="InvalidOperationException">The file is another build by now.</exception>
    public MethodInfo ResolveMethod()
    {
        var method = (MethodInfo)Load().ResolveMethod(token)!;
        return typeArguments.Length + methodArguments.Length == 0 ? method : Close(method);
    }

    /// <summary>Finds the class in this process; loads its assembly if need be.</summary>
    /// <exception cref="InvalidOperationException">The file is another build by now.</exception>
    public Type ResolveType()
    {
        var type = Load().ResolveType(token);
        return typeArguments.Length == 0 ? type : type.MakeGenericType(Types(typeArguments));
    }

    /// <summary>Calls it. A lambda is a method of an object without fields: any will do.</summary>
    public static object? Call(MethodInfo method, object?[] arguments)
    {
        var target = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
        return method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private Module Load()
    {
        var module = ChildAssemblies.Load(assemblyPath).ManifestModule;
        return module.ModuleVersionId == version
            ? module
            : throw new InvalidOperationException(
                $"{assemblyPath} was built again since the parent loaded it; start the parent again.");
    }

    // Puts the types in that a generic method, or one of a generic class, is to be called with.
    private MethodInfo Close(MethodInfo method)
    {
        if (typeArguments.Length > 0)
        {
            var type = method.DeclaringType!.MakeGenericType(Types(typeArguments));
            method = (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle)!;
        }
        return methodArguments.Length == 0 ? method : method.MakeGenericMethod(Types(methodArguments));
    }

    private static string PathOf(Assembly assembly, string argument) => assembly.Location.Length > 0
        ? assembly.Location
        : throw new ArgumentException(
            $"{assembly.GetName().Name} was not loaded from a file, so that another process cannot load it.", argument);

    private static bool IsValueTask(Type type) =>
        type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsCompilerGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsEmptyLambdaClass(Type type) =>
        IsCompilerGenerated(type)
        && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0;

    // The file goes along: the class may be of an assembly that the function's own does not know.
    private static string[] Names(Type[]? types)
    {
        var names = new string[2 * (types?.Length ?? 0)];
        for (var i = 0; i < names.Length; i += 2)
            (names[i], names[i + 1]) = (types![i / 2].Assembly.Location, types[i / 2].AssemblyQualifiedName!);
        return names;
    }

    private static Type[] Types(string[] names)
    {
        var types = new Type[names.Length / 2];
        for (var i = 0; i < names.Length; i += 2)
        {
            if (names[i].Length > 0) ChildAssemblies.Load(names[i]);
            types[i / 2] = Type.GetType(names[i + 1], throwOnError: true)!;
        }
        return types;
    }

    private static void Write(LaunchWriter writer, string[] names)
    {
        writer.Write(names.Length);
        foreach (var name in names) writer.Write(name);
    }

    private static string[] ReadNames(LaunchReader reader)
    {
        var names = new string[reader.ReadNumber()];
        for (var i = 0; i < names.Length; i++) names[i] = reader.ReadText();
        return names;
    }
}
