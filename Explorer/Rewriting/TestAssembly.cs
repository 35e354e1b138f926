// A test is named as its author calls it, and found by what the metadata calls it:
//
//      Shop.Tests.Sell            namespace Shop, type Tests, method Sell
//      Shop.Tests+Slow.Sell       a type within a type, as reflection writes it
//      Shop.Tests.Slow.Sell       and as C# does
//
// Of overloads, the one without parameters is meant. What is found and cannot be a test is named together with the reason.

using Mono.Cecil;

namespace Workbook.Explorer.Rewriting;

/// <summary>An assembly's file, and the methods in it that can be run as a test.</summary>
/// <remarks>Nothing of the assembly runs, and nothing is kept open but until <see cref="Dispose"/>.</remarks>
internal sealed class TestAssembly : IDisposable
{
    private readonly string _path;
    private readonly ModuleDefinition _module;

    /// <exception cref="ProgramException">There is no such file, or it is no assembly that can be rewritten.</exception>
    public TestAssembly(string path)
    {
        _path = path;
        _module = Read(path);
        try { ThrowIfUnfit(); }
        catch
        {
            _module.Dispose();
            throw;
        }
    }

    /// <summary>The version of this build.</summary>
    public Guid Build => _module.Mvid;

    /// <summary>The methods that can be run as a test, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Tests =>
    [
        .. Methods().Where(method => IsOfAPerson(method) && WhyNot(method) is null).Select(NameOf).Order(StringComparer.Ordinal),
    ];

    /// <summary>Finds a test by its name.</summary>
    /// <returns>Its type and its method, as reflection calls them.</returns>
    /// <exception cref="TestMethodException">There is none, or it cannot be run as a test.</exception>
    public (string Type, string Method) Find(string name)
    {
        var named = Methods().Where(method => NameOf(method) == name).ToList();
        if (named.Count == 0) named = [.. Methods().Where(method => Dotted(NameOf(method)) == Dotted(name))];
        if (named.Count == 0) throw new TestMethodException($"no method {name} in {Path.GetFileName(_path)}", isMissing: true);
        if (named.Find(method => WhyNot(method) is null) is { } test) return (ReflectionName(test.DeclaringType), test.Name);
        throw new TestMethodException($"{name}: {WhyNot(named[0])}", isMissing: false);
    }

    /// <summary>Whether it has that method, a lambda too; both as reflection calls them.</summary>
    public bool Has(string type, string method) => Methods().Any(candidate =>
        candidate.Name == method && !candidate.HasParameters && ReflectionName(candidate.DeclaringType) == type);

    public void Dispose() => _module.Dispose();

    private static ModuleDefinition Read(string path)
    {
        if (Directory.Exists(path)) throw new ProgramException($"{path}: a directory; name the assembly in it, a .dll");
        if (!File.Exists(path)) throw new ProgramException($"{path}: no such file");
        try
        {
            // From memory: the file may be built again while we look at it.
            return ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(path)),
                new ReaderParameters(ReadingMode.Deferred));
        }
        catch (Exception e) when (e is BadImageFormatException or EndOfStreamException or ArgumentException
            or IndexOutOfRangeException)
        {
            // The program Shop or Shop.exe only starts the assembly Shop.dll.
            string[] likely = [Path.ChangeExtension(path, ".dll"), $"{path}.dll"];
            var beside = likely.FirstOrDefault(file => file != path && File.Exists(file));
            var hint = beside is null ? "" : $"; {Path.GetFileName(beside)} beside it may be one";
            throw new ProgramException($"{path}: no .NET assembly{hint}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProgramException($"{path}: {e.Message}", e);
        }
    }

    private void ThrowIfUnfit()
    {
        // A compiler that adds native code for speed marks it as a library of IL: nothing is lost when that code is dropped.
        if ((_module.Attributes & (ModuleAttributes.ILOnly | ModuleAttributes.ILLibrary)) == 0)
            throw new ProgramException($"{_path}: holds native code beside that of .NET, which cannot be controlled");
        if (_module.Assembly is not { } assembly) throw new ProgramException($"{_path}: a module without an assembly");
        if (assembly.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "ReferenceAssemblyAttribute"))
            throw new ProgramException(
                $"{_path}: a reference assembly, which holds no code; take the one of bin/ and not of ref/");
        if (assembly.Name.Name == typeof(TestAssembly).Assembly.GetName().Name)
            throw new ProgramException($"{_path}: the explorer itself, which it cannot explore");
    }

    private IEnumerable<MethodDefinition> Methods() =>
        _module.GetTypes().SelectMany(type => type.Methods).Where(method => !method.IsConstructor);

    private static bool IsOfAPerson(MethodDefinition method) =>
        !method.IsSpecialName && !ReflectionName(method.DeclaringType).Contains('<') && !method.Name.Contains('<');

    private static string NameOf(MethodDefinition method) => $"{ReflectionName(method.DeclaringType)}.{method.Name}";

    private static string ReflectionName(TypeDefinition type) => type.FullName.Replace('/', '+');

    private static string Dotted(string name) => name.Replace('+', '.').Replace('/', '.');

    // Null: it can be run.
    private static string? WhyNot(MethodDefinition method)
    {
        if (method.HasParameters) return "has parameters; a test has none";
        if (!method.IsStatic) return "is an instance method; a test is static";
        if (method.HasGenericParameters) return "is generic; a test is not";
        if (method.DeclaringType.HasGenericParameters) return "is in a generic type; a test is not";
        if (!method.HasBody) return "has no body";
        var returned = method.ReturnType.FullName;
        if (returned is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask") return null;
        if (returned == "System.Void")
        {
            return IsAsync(method) ? "is async and returns nothing, so that nobody can wait for its end; let it return a Task"
                : null;
        }
        return $"returns {Shown(method.ReturnType)}; a test returns nothing or a Task, and throws when it fails";
    }

    // Task<Int32>
    private static string Shown(TypeReference type) => type is not GenericInstanceType generic ? type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", generic.GenericArguments.Select(Shown))}>";

    private static bool IsAsync(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "AsyncStateMachineAttribute");
}
