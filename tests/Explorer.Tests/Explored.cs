using System.Reflection;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests;

/// <summary>A C# snippet, compiled, rewritten and explored, with its source in a file, so that timelines show it.</summary>
internal static class Explored
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading; "
        + "using System.Threading.Tasks;";

    /// <summary>The verdict on the static method <c>Test</c> among these members of a class; the first of them stands on line
    /// 1.</summary>
    public static Verdict Test(string members, ExploreOptions? options = null)
    {
        var directory = Directory.CreateTempSubdirectory("explored");
        try
        {
            var path = Path.Combine(directory.FullName, "Shop.cs");
            var source = $"{Usings} public static class Shop {{ {members}\n}}";
            // The file shows what a learner would write: without what this method puts around it.
            File.WriteAllText(path, source);
            var program = Compiled.Program(source, ("Shop", "Test"), path: path);
            var method = program.Assembly.GetType("Shop")!.GetMethod("Test", BindingFlags.Static | BindingFlags.Public)!;
            return Explore.Run(AsyncTest.Of(method, null), program.Sites, options ?? new ExploreOptions(),
                new TestPlace("Shop", "Test"));
        }
        finally { directory.Delete(recursive: true); }
    }
}
