// dotnet run -c Release --project bench                      all, side by side; README.md holds the last table
// dotnet run -c Release --project bench -- --filter *Mutex*  some
// dotnet run -c Release --project bench -- --programs Ring   those that start processes, beside peers in C++ and Python (Programs/);
//                                                            only those whose name contains the word
// dotnet run -c Release --project bench -- shared-ring        one that needs two processes

using Bench.Programs;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

if (args is ["--programs", .. var words])
{
    var programs = typeof(Program).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IProgramBenchmark)) && type.IsClass)
        .Where(type => words.All(word => type.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(type => type.Name, StringComparer.Ordinal);
    foreach (var type in programs)
    {
        Console.WriteLine(type.Name);
        ((IProgramBenchmark)Activator.CreateInstance(type)!).Run(new FigureTable());
    }
    return;
}

if (args is ["shared-ring"])
{
    Bench.SharedRing.Run();
    return;
}

// In process: the generated projects of the default toolchain would inherit our build settings. Each benchmark
// still warms up by itself, and each stands beside its peer in the same process and run.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
    .WithMinIterationTime(TimeInterval.FromMilliseconds(100)).WithMaxIterationCount(30);
var config = DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
