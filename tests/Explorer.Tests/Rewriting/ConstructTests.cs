using System.Reflection;
using System.Runtime.Loader;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Rewriting;

/// <summary>Rewritten code does what it did: run as it was compiled, rewritten and not explored, rewritten and
/// explored.</summary>
public class ConstructTests
{
    [Theory]
    [MemberData(nameof(Constructs.All), MemberType = typeof(Constructs))]
    [MemberData(nameof(AsyncConstructs.All), MemberType = typeof(AsyncConstructs))]
    public void A_rewritten_program_does_what_it_did(string name, string members)
    {
        foreach (var optimize in new[] { false, true })
        {
            var isAsync = members.Contains("async ", StringComparison.Ordinal); // which unsafe code is not
            var source = Compiled.Usings
                + $"public static {(isAsync ? "" : "unsafe ")}partial class Program {{ public static object Result; "
                + $"public static void Test() => Result = Run();\n{members}\n}}";
            var (assembly, symbols) = Compiled.Compile(source, "snippet", "Snippet.cs", optimize, []);
            // Threads of the original run as they like, and so each program has one outcome only.
            var context = new AssemblyLoadContext(name, isCollectible: true);
            var wanted = Run(context.LoadFromStream(new MemoryStream(assembly)));
            context.Unload();
            Assert.NotEmpty(wanted);

            var usesThreads = isAsync || members.Contains("new Thread(", StringComparison.Ordinal); // which start only while the explorer runs
            if (!usesThreads) Assert.Equal(wanted, Run(new RewrittenProgram(assembly, symbols, null,
                ("Program", "Test")).Assembly));

            var program = new RewrittenProgram(assembly, symbols, null, ("Program", "Test")).Assembly;
            using var exploration = new Exploration(Method(program, "Test").CreateDelegate<Action>(), new ExploreOptions());
            for (var i = 0; i < 2; i++)
            {
                var failure = exploration.RunOnce(new BoundedSearch(0)).Failure;
                Assert.True(failure is null, $"{name}: {failure?.Message} {failure?.Exception}");
                Assert.Equal(wanted, program.GetType("Program")!.GetField("Result")!.GetValue(null));
            }
        }
    }

    private static string Run(Assembly assembly) => (string)Method(assembly, "Run").Invoke(null, null)!;

    private static MethodInfo Method(Assembly assembly, string name) => assembly.GetType("Program")!.GetMethod(name)!;
}
