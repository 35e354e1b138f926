using System.Reflection;
using System.Runtime.CompilerServices;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer;

/// <summary>Runs tests under every interleaving of their threads.</summary>
/// <remarks>Blocks until the verdict is there. Any thread may call it; one call at a time is fastest.</remarks>
public static class Explore
{
    /// <summary>Explores a test of the calling assembly: a static method, or a lambda that captures nothing.</summary>
    /// <param name="test">Starts threads, joins them, and throws when something is wrong.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="RefusedException">It reaches something that can block or start work and is not controlled.</exception>
    /// <exception cref="ArgumentException">The test captures variables, or its assembly is not a file.</exception>
    public static Verdict Test(Action test, ExploreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var method = test.Method;
        if (!method.IsStatic && method.DeclaringType!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0)
            throw new ArgumentException("The test captures variables, and the explorer runs a rewritten copy of the code, where they do not exist. Declare them inside.", nameof(test));
        var path = method.Module.Assembly.Location;
        if (path.Length == 0) throw new ArgumentException("The test's assembly was not loaded from a file.", nameof(test));
        var program = RewrittenProgram.FromFile(path, (method.DeclaringType!.FullName!, method.Name));
        var rewritten = program.Assembly.GetType(method.DeclaringType.FullName!, throwOnError: true)!
            .GetMethod(method.Name, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes)!;
        var target = rewritten.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(rewritten.DeclaringType!);
        var place = new TestPlace(method.DeclaringType.FullName!, method.Name, path, method.Module.ModuleVersionId);
        return Run(rewritten.CreateDelegate<Action>(target), program.Sites, options ?? new ExploreOptions(), place);
    }

    internal static Verdict Run(Action test, SourceMap sites, ExploreOptions options, TestPlace? place = null) =>
        new Judge(test, sites, options, place ?? new TestPlace(test.Method.DeclaringType!.FullName!, test.Method.Name)).Explore();
}
