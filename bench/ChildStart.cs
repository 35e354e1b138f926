using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using BenchmarkDotNet.Attributes;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>A function in a child process, start to join, beside a .NET program that does nothing. Wanted: at most 1.11x (0.9x
/// as many a second).</summary>
public class ChildStart
{
    private string _folder = "", _program = "";

    [GlobalSetup]
    public void MakeProgram()
    {
        _folder = Directory.CreateTempSubdirectory("workbook-bench-").FullName;
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
            Path.Combine(_folder, "Nothing.runtimeconfig.json"));
    }

    [GlobalCleanup]
    public void RemoveProgram() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public int BareProcess()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", _program]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? 0 : throw new InvalidOperationException($"It ended with {process.ExitCode}.");
    }

    [Benchmark]
    public int FunctionInAChild()
    {
        using var child = ChildProcess.Start(Add, 2, 3);
        return child.Result();
    }

    private static int Add(int a, int b) => a + b;

    // An assembly with an entry point, which Save alone does not set.
    private void Save(PersistedAssemblyBuilder assembly, MethodBuilder main)
    {
        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var image = new System.Reflection.PortableExecutable.ManagedPEBuilder(
            System.Reflection.PortableExecutable.PEHeaderBuilder.CreateExecutableHeader(),
            new System.Reflection.Metadata.Ecma335.MetadataRootBuilder(metadata), code, data,
            entryPoint: System.Reflection.Metadata.Ecma335.MetadataTokens.MethodDefinitionHandle(main.MetadataToken));
        var bytes = new System.Reflection.Metadata.BlobBuilder();
        image.Serialize(bytes);
        File.WriteAllBytes(_program, bytes.ToArray());
    }
}
