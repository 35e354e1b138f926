using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using Workbook.Ipc.Processes;

namespace Bench;

/// <summary>A .NET program whose Main returns 0: what the start of a child is compared with. It has the runtime settings of our
/// children.</summary>
internal sealed partial class BareProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-bench-").FullName;
    private readonly string _program;

    public BareProgram()
    {
        _program = Path.Combine(_folder, "Nothing.dll");
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Nothing"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Nothing").DefineType("Program", TypeAttributes.Public);
        var main = type.DefineMethod("Main", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []);
        var body = main.GetILGenerator();
        body.Emit(OpCodes.Ldc_I4_0);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        Save(assembly, main, _program);
        File.Copy(Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, ".runtimeconfig.json"),
            Path.Combine(_folder, "Nothing.runtimeconfig.json"));
    }

    /// <summary>The CPU time of all children of this process that have ended and were waited for, in ms.</summary>
    public static double ChildrenCpu()
    {
        var usage = new long[18]; // struct rusage: user and system time, seconds and microseconds each, come first
        _ = GetUsage(-1, usage);
        return (usage[0] + usage[2]) * 1000.0 + (usage[1] + usage[3]) / 1000.0;
    }

    /// <summary>Starts it and waits for its end.</summary>
    public void Run()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", _program]))!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"It ended with {process.ExitCode}.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetUsage(int who, [Out] long[] usage);

    // An assembly with an entry point, which Save alone does not set.
    private static void Save(PersistedAssemblyBuilder assembly, MethodBuilder main, string program)
    {
        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var image = new System.Reflection.PortableExecutable.ManagedPEBuilder(
            System.Reflection.PortableExecutable.PEHeaderBuilder.CreateExecutableHeader(),
            new System.Reflection.Metadata.Ecma335.MetadataRootBuilder(metadata), code, data,
            entryPoint: System.Reflection.Metadata.Ecma335.MetadataTokens.MethodDefinitionHandle(main.MetadataToken));
        var bytes = new System.Reflection.Metadata.BlobBuilder();
        image.Serialize(bytes);
        File.WriteAllBytes(program, bytes.ToArray());
    }
}
