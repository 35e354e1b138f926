using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>A .NET program whose Main returns 0 and does nothing else, made in a temporary folder; with the runtime settings of
/// our child processes.</summary>
internal sealed class EmptyProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-bench-").FullName;
    private readonly string _program;

    public EmptyProgram()
    {
        _program = Path.Combine(_folder, "Nothing.dll");
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Nothing"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Nothing").DefineType("Program", TypeAttributes.Public);
        var main = type.DefineMethod("Main", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []);
        var body = main.GetILGenerator();
        body.Emit(OpCodes.Ldc_I4_0);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        Save(assembly, main);
        File.Copy(Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, ".runtimeconfig.json"),
            Path.ChangeExtension(_program, ".runtimeconfig.json"));
    }

    /// <summary>Starts it, and waits for its end.</summary>
    public void Run()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", _program]))!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"It ended with {process.ExitCode}.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // An assembly with an entry point, which its own Save does not set.
    private void Save(PersistedAssemblyBuilder assembly, MethodBuilder main)
    {
        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var image = new ManagedPEBuilder(PEHeaderBuilder.CreateExecutableHeader(), new MetadataRootBuilder(metadata), code, data,
            entryPoint: MetadataTokens.MethodDefinitionHandle(main.MetadataToken));
        var bytes = new BlobBuilder();
        image.Serialize(bytes);
        File.WriteAllBytes(_program, bytes.ToArray());
    }
}
