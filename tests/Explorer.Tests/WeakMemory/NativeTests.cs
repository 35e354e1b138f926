using System.Reflection;
using System.Runtime.Loader;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>The machine that the tests run on, against the model: it may show less, and never more.</summary>
[Collection("store buffers")]
public class NativeTests
{
    private const int Rounds = 5_000;

    public static TheoryData<string[]> Litmuses =>
    [
        ["x=1; r0=y", "y=1; r1=x"],
        ["x=1; fence; r0=y", "y=1; fence; r1=x"],
        ["r2=xchg x 1; r0=y", "r3=xchg y 1; r1=x"],
        ["x=1; y=1", "r0=y; r1=x"],
        ["r0=x; y=1", "r1=y; x=1"],
        ["x=1; y=2", "y=1; x=2"],
        ["x=1; y=1", "y=2; r0=x"],
        ["x=1; r0=x; r1=y", "y=2; x=2"],
    ];

    [Theory]
    [MemberData(nameof(Litmuses))]
    public void Nothing_is_seen_that_the_model_forbids(string[] threads)
    {
        var litmus = new Litmus("native", threads);
        Assert.Subset(TsoMachine.Outcomes(litmus, MemoryModel.Tso), Run(litmus));
    }

    // Both threads go through the rounds together, kept in step by a barrier.
    private static SortedSet<string> Run(Litmus litmus)
    {
        string[] names = [.. litmus.Registers, .. litmus.Variables];
        var bodies = litmus.Steps.Select((steps, thread) => $"public static void T{thread}() {{ {string.Join(' ', steps.Select(step => step.Code(name => name, isVolatile: true)))} }}");
        var source = $"{Compiled.Usings} public static class Native {{ public static int {string.Join(", ", names)}; {string.Join(' ', bodies)} }}";
        var context = new AssemblyLoadContext("native", isCollectible: true);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            var (assembly, _) = Compiled.Compile(source, "native", "Native.cs", optimize: true, []);
            var type = context.LoadFromStream(new MemoryStream(assembly)).GetType("Native")!;
            var fields = names.Select(name => type.GetField(name)!).ToArray();
            using var barrier = new Barrier(litmus.Steps.Length, _ =>
            {
                seen.Add(string.Join(' ', fields.Select(field => $"{field.Name}={field.GetValue(null)}")));
                foreach (var field in fields) field.SetValue(null, 0);
            });
            var workers = litmus.Steps.Select((_, thread) => type.GetMethod($"T{thread}", BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Action>())
                .Select(body => new Thread(() =>
                {
                    for (var round = 0; round < Rounds; round++)
                    {
                        body();
                        barrier.SignalAndWait();
                    }
                })).ToList();
            workers.ForEach(worker => worker.Start());
            workers.ForEach(worker => worker.Join());
        }
        finally { context.Unload(); }
        return seen;
    }
}
