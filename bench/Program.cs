// dotnet run -c Release --project bench                       all in process, side by side; README.md holds the last tables
// dotnet run -c Release --project bench -- --filter *Mutex*   some
// dotnet run -c Release --project bench -- --programs         all that need processes, beside peers in C++ and Python (Programs/)
// dotnet run -c Release --project bench -- --programs Ring    those whose name contains the word

using Bench.Programs;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

if (args is ["--programs", .. var words]) return ProgramBenchmarks.Run(words);

// In process: the generated projects of the default toolchain would inherit our build settings. Each benchmark
// still warms up by itself, and each stands beside its peer in the same process and run.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
    .WithMinIterationTime(TimeInterval.FromMilliseconds(100)).WithMaxIterationCount(30);
var config = DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
